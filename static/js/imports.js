// Walking through the doubtful cells of a draft, and closing the source beside it; the page does
// everything without it too.
"use strict";

const FORWARD = ["n", "j"];
const BACK = ["p", "k"];
const KEYS_SETTING = "review-keys";

let lastVisited = null;

function doubtfulCells() {
  return [...document.querySelectorAll("#rows [data-doubt]")];
}

function keysAreOn() {
  return localStorage.getItem(KEYS_SETTING) !== "off";
}

// The cell after (or before) the place where the reader is; at the end it begins anew.
function neighbour(cells, step) {
  const here = document.activeElement?.closest("#rows [id]") || document.getElementById(lastVisited);
  if (!here) return step > 0 ? cells[0] : cells[cells.length - 1];
  const beyond = step > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const around = step > 0 ? cells : [...cells].reverse();
  const lies = (cell) => {
    const position = here.compareDocumentPosition(cell);
    return cell !== here && position & beyond && !(position & Node.DOCUMENT_POSITION_CONTAINS);
  };
  return around.find(lies) || around[0];
}

function say(words) {
  document.getElementById("walk-status").textContent = words;
}

function visit(cell, cells) {
  const place = cell.querySelector(".cell-edit") || cell.querySelector("button, a[href]");
  if (!place) return;
  lastVisited = cell.id;
  cell.scrollIntoView({ block: "center" });
  place.focus({ preventScroll: true });
  const reasons = [...cell.querySelectorAll(":scope > .cell__reason")].map((reason) => reason.textContent.trim());
  say(`Ô cần xem ${cells.indexOf(cell) + 1} trong ${cells.length}. ${cell.dataset.doubt}. ${reasons.join(" ")}`);
}

function walk(step) {
  const cells = doubtfulCells();
  if (cells.length === 0) return say("Không còn ô nào cần xem.");
  return visit(neighbour(cells, step), cells);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !keysAreOn()) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const step = FORWARD.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  walk(step);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-walk]");
  if (button) walk(button.dataset.walk === "next" ? 1 : -1);
});

// ---- The source beside the draft ----

function closeSource(link) {
  const opener = document.querySelector(link.dataset.closeSource);
  document.getElementById("source").replaceChildren();
  opener?.focus();
}

// The row asked for stands in the middle of its neighbours: bring it into sight.
document.addEventListener("htmx:after:swap", (event) => {
  const panel = document.getElementById("source");
  const target = event.detail.ctx?.target;
  if (target !== panel && target !== "#source") return;
  const here = panel?.querySelector(".source__marks rect") || panel?.querySelector("[aria-current]");
  if (!here) return;
  const place = here.getBoundingClientRect();
  const window = panel.getBoundingClientRect();
  panel.scrollTop += place.top - window.top - Math.max(48, (window.height - place.height) / 2);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#source [data-close-source]");
  if (!link) return;
  event.preventDefault();
  closeSource(link);
});

// Escape leaves an open cell as it was; else it closes the source.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const leave = event.target.closest(".cell-form")?.querySelector("[data-leave]");
  const link = document.querySelector("#source [data-close-source]");
  if (leave) leave.click();
  else if (link) closeSource(link);
});

// ---- Settings of this browser ----

document.addEventListener("change", (event) => {
  if (event.target.id !== "walk-keys") return;
  localStorage.setItem(KEYS_SETTING, event.target.checked ? "on" : "off");
});

document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("walk-keys");
  if (box) box.checked = keysAreOn();
});
