// Small comforts on top of pages that work without any script. No inline handlers, no evaluation.
"use strict";

document.documentElement.classList.add("js");

const FIELDS = "input:not([type=hidden]):not([disabled]), select, textarea";
const GUARD_SECONDS = 8;
const LOST_CONNECTION =
  "Chưa gửi được: mất kết nối với máy chủ. Nội dung vẫn còn trên trang, hãy kiểm tra mạng rồi gửi lại.";
const SERVER_BUSY =
  "Chưa gửi được: máy chủ đang bận. Nội dung vẫn còn trên trang, hãy đợi một phút rồi gửi lại.";
const TOO_LARGE = "Chưa gửi được: các tệp quá lớn. Hãy nén hoặc gửi từng tệp.";

// ---- One press, one request ----

function setBusy(button, busy) {
  if (!button) return;
  for (const name of ["aria-disabled", "aria-busy"]) {
    if (busy) button.setAttribute(name, "true");
    else button.removeAttribute(name);
  }
}

function releaseForm(form) {
  delete form.dataset.sending;
  form.querySelectorAll("[aria-busy]").forEach((button) => setBusy(button, false));
}

function guardPlainForm(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "true";
  setBusy(event.submitter, true);
  // A download leaves the page where it is: the form must become usable again.
  setTimeout(() => releaseForm(form), GUARD_SECONDS * 1000);
}

document.addEventListener("submit", guardPlainForm);
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(releaseForm));
document.addEventListener("htmx:before:request", (event) => setBusy(event.detail.ctx.request.submitter, true));
document.addEventListener("htmx:finally:request", (event) => setBusy(event.detail.ctx.request.submitter, false));

// ---- After a swap the cursor is where the work goes on ----

let focusWasInside = false;

function firstField(form) {
  const field = form?.querySelector(FIELDS);
  if (field?.type !== "radio") return field;
  return form.querySelector(`input[name="${CSS.escape(field.name)}"]:checked`) || field;
}

function placeToWork(region) {
  return (
    region.querySelector("[aria-invalid=true]") ||
    region.querySelector("[data-focus]") ||
    firstField(region.querySelector("form[data-focus-first]"))
  );
}

function rememberFocus(event) {
  focusWasInside = event.detail.tasks.some((task) => {
    const target = typeof task.target === "string" ? document.querySelector(task.target) : task.target;
    return target?.contains(document.activeElement);
  });
}

function moveFocus(event) {
  const region = event.detail.task.target;
  const added = event.detail.newContent.filter((node) => node.nodeType === Node.ELEMENT_NODE);
  const place = added.map((node) => (node.matches("[data-focus]") ? node : placeToWork(node))).find(Boolean);
  if (place) {
    place.focus({ preventScroll: false });
  } else if (focusWasInside && document.activeElement === document.body) {
    const next = region.matches?.("a[href], button") ? region : region.querySelector?.("a[href], button, " + FIELDS);
    next?.focus({ preventScroll: true });
    bringIntoSight(next);
  }
}

// A long form that closes above the reader takes the row it stood in out of sight.
function bringIntoSight(place) {
  if (!place) return;
  const { top, bottom } = place.getBoundingClientRect();
  if (bottom < 0 || top > window.innerHeight) place.scrollIntoView({ block: "center" });
}

document.addEventListener("htmx:before:swap", rememberFocus);
document.addEventListener("htmx:before:settle", moveFocus);
document.addEventListener("DOMContentLoaded", () => placeToWork(document)?.focus());

// ---- What went wrong on the way ----

function showMessage(text) {
  const region = document.getElementById("messages");
  const message = document.createElement("div");
  message.className = "message message--error";
  message.setAttribute("role", "alert");
  message.textContent = text;
  region?.replaceChildren(message);
}

// Who closes a message with the keyboard goes on from the top of the page, not from nowhere.
document.addEventListener("click", (event) => {
  const button = event.target.closest(".message__close");
  if (!button) return;
  button.closest(".message").remove();
  document.getElementById("content")?.focus({ preventScroll: true });
});

// What was said of the last sending is not said of this one: "saved" would stand above a refused form.
document.addEventListener("htmx:before:request", (event) => {
  if (event.detail.ctx.request.method === "GET") return;
  document.querySelectorAll("#messages > :not(#kept-drafts)").forEach((message) => message.remove());
});

document.addEventListener("htmx:error", (event) => {
  const { ctx, error } = event.detail;
  if (ctx && !ctx.response && error?.name !== "AbortError") showMessage(LOST_CONNECTION);
});

document.addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  const region = document.getElementById("messages");
  if (!(ctx.response?.status >= 400) || region?.querySelector("#error")) return;
  if (ctx.response.status === 413) showMessage(TOO_LARGE);
  if (ctx.response.status >= 500) showMessage(SERVER_BUSY);
});

// ---- What a state that is chosen must be told with is open ----

document.addEventListener("change", ({ target }) => {
  if (target.name !== "status" || !target.form) return;
  target.form.querySelectorAll(`details[data-opens-for="${CSS.escape(target.value)}"]`).forEach((part) => {
    part.open = true;
  });
});

// ---- Files: say which ones were chosen ----

function nameChosenFiles(input) {
  const names = input.closest(".file-drop")?.querySelector(".file-drop__names");
  if (!names || input.type !== "file") return;
  const lines = [...input.files].map((file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name} (${fileSize(file.size)})`;
    return line;
  });
  names.replaceChildren(...lines);
  input.closest(".field").querySelector("[data-not-kept]")?.remove();
}

document.addEventListener("change", ({ target }) => nameChosenFiles(target));

// A photograph joins what was chosen already: the next one does not replace it.
document.addEventListener("change", (event) => {
  const photograph = event.target;
  const chosen = photograph.closest(".field")?.querySelector(".file-drop input[type=file]");
  if (!photograph.matches(".file-camera input") || !chosen) return;
  const together = new DataTransfer();
  [...chosen.files, ...photograph.files].forEach((file) => together.items.add(file));
  chosen.files = together.files;
  photograph.value = "";
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
});

function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1000) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1).replace(".", ",")} MB`;
}

// ---- A menu closes when one looks elsewhere ----

function closeMenus(except) {
  document.querySelectorAll("details[data-closes][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-closes]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.activeElement?.closest("details[data-closes]")?.querySelector("summary").focus();
  closeMenus(null);
});

// ---- Many rows at once: tick all, say how many are ticked ----

function countedForm(name) {
  return document.querySelector(`form[data-counts="${CSS.escape(name)}"]`);
}

function tickBoxes(name) {
  return [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];
}

function countTicks(name) {
  const boxes = tickBoxes(name);
  const ticked = boxes.filter((box) => box.checked).length;
  const words = countedForm(name)?.querySelector("[data-count]");
  const none = words?.dataset.none || "Chưa chọn việc nào";
  if (words) words.textContent = ticked ? `Đã chọn ${ticked} trong ${boxes.length} việc` : none;
  document.querySelectorAll(`[data-check-all="${CSS.escape(name)}"]`).forEach((all) => {
    const own = boxesUnder(all, boxes);
    all.checked = own.length > 0 && own.every((box) => box.checked);
    all.indeterminate = !all.checked && own.some((box) => box.checked);
  });
}

// A box in a table's group ticks the group; one anywhere else ticks everything.
function boxesUnder(all, boxes) {
  const group = all.closest("tbody");
  return group ? boxes.filter((box) => group.contains(box)) : boxes;
}

document.addEventListener("change", (event) => {
  const { checkAll } = event.target.dataset;
  if (checkAll) {
    boxesUnder(event.target, tickBoxes(checkAll)).forEach((box) => {
      box.checked = event.target.checked;
    });
  }
  const name = checkAll || event.target.name;
  if (name && countedForm(name)) countTicks(name);
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form[data-counts]").forEach((form) => countTicks(form.dataset.counts));
});
document.addEventListener("htmx:after:swap", () => {
  document.querySelectorAll("form[data-counts]").forEach((form) => countTicks(form.dataset.counts));
});

// ---- Where tabs do not all fit, the one that is open is in sight ----

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
    const room = tab.parentElement;
    room.scrollLeft = tab.offsetLeft - room.offsetLeft - (room.clientWidth - tab.offsetWidth) / 2;
  });
});

/* A form that a person would only have to press: it goes by itself. */
document.querySelectorAll("form[data-at-once]").forEach((form) => form.requestSubmit());
