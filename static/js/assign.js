// Dragging tasks onto a unit: the same as ticking them, choosing the unit and asking for the preview.
"use strict";

const assignForm = document.querySelector("form[data-assign]");
const dropUnits = assignForm?.querySelector("[data-drop-units]");

function tickOf(row) {
  return row.querySelector("input[name=tasks]");
}

function offerDragging() {
  dropUnits.hidden = false;
  assignForm.querySelectorAll("tr[data-task]").forEach((row) => {
    row.draggable = true;
  });
}

function begin(event) {
  const row = event.target.closest?.("tr[data-task]");
  if (!row) return;
  // A row that is not ticked goes alone.
  if (!tickOf(row).checked) {
    assignForm.querySelectorAll("input[name=tasks]:checked").forEach((box) => {
      box.checked = false;
    });
    tickOf(row).checked = true;
    tickOf(row).dispatchEvent(new Event("change", { bubbles: true }));
  }
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", row.dataset.task);
  assignForm.classList.add("is-dragging");
}

function over(event) {
  const unit = event.target.closest?.("[data-drop-unit]");
  dropUnits.querySelectorAll(".is-over").forEach((other) => other.classList.remove("is-over"));
  if (!unit) return;
  event.preventDefault();
  unit.classList.add("is-over");
}

function drop(event) {
  const unit = event.target.closest?.("[data-drop-unit]");
  if (!unit) return;
  event.preventDefault();
  assignForm.elements.unit.value = unit.dataset.dropUnit;
  assignForm.elements.seen.value = "";
  assignForm.requestSubmit();
}

if (dropUnits && window.matchMedia("(pointer: fine)").matches) {
  offerDragging();
  assignForm.addEventListener("dragstart", begin);
  assignForm.addEventListener("dragover", over);
  assignForm.addEventListener("drop", drop);
  assignForm.addEventListener("dragend", () => assignForm.classList.remove("is-dragging"));
}
