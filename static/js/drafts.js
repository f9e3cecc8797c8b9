// What was typed survives a lost connection and an expired session: it is kept on this machine, for this person
// only, until the server says it has it, the person drops it or signs out. Files cannot be kept: one chooses them again.
"use strict";

const PERSON = document.body.dataset.person;
const OWN = `draft:${PERSON}:`;
const SENT = `sent:${PERSON}`;
const KEPT_DAYS = 7;
const DAY = 24 * 60 * 60 * 1000;
const PAUSE = 250;

// A browser may forbid or have filled its storage: then nothing is kept, and nothing else breaks.
function stored(action, fallback = null) {
  try {
    return action();
  } catch (error) {
    console.warn("drafts are not kept:", error.name);
    return fallback;
  }
}

const readDraft = (key) => stored(() => JSON.parse(localStorage.getItem(OWN + key)));
const dropDraft = (key) => stored(() => localStorage.removeItem(OWN + key));

function ownKeys() {
  const keys = stored(() => Object.keys(localStorage), []);
  return keys.filter((key) => key.startsWith(OWN)).map((key) => key.slice(OWN.length));
}

// ---- Keeping ----

function typedFields(form) {
  return [...form.elements].filter(
    (field) => field.name && !["hidden", "file", "submit", "button", "password", "fieldset"].includes(field.type),
  );
}

function valuesOf(form) {
  return typedFields(form).map((field) => [field.name, isChoice(field) ? [field.value, field.checked] : field.value]);
}

const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
const timers = new Map();

function keep(form) {
  const { draft: key, draftName: name } = form.dataset;
  const { pathname, search } = new URL(form.action, location.href);
  const draft = { at: Date.now(), name, url: pathname + search, values: valuesOf(form) };
  stored(() => localStorage.setItem(OWN + key, JSON.stringify(draft)));
}

function keepSoon(event) {
  const form = event.target.form;
  if (!PERSON || !form?.dataset.draft || event.target.type === "file") return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keepNow(form), PAUSE));
}

function keepNow(form) {
  timers.delete(form);
  if (form.isConnected) keep(form);
}

document.addEventListener("input", keepSoon);
document.addEventListener("change", keepSoon);
window.addEventListener("pagehide", () => [...timers.keys()].forEach(keepNow));

// ---- Sending: the draft goes only when the server has answered that it was saved ----

function forgetTimer(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-signs-out]")) {
    timers.clear();
    ownKeys().forEach(dropDraft);
  } else if (form.dataset.draft && PERSON) {
    forgetTimer(form);
    keep(form);
    stored(() => sessionStorage.setItem(SENT, form.dataset.draft));
  }
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const key = ctx.sourceElement.dataset?.draft;
  if (!key || ctx.request.method === "GET") return;
  stored(() => sessionStorage.removeItem(SENT));
  if (ctx.response.status < 300) dropDraft(key);
});

document.addEventListener("htmx:error", () => stored(() => sessionStorage.removeItem(SENT)));

function settleLastPage() {
  const sent = stored(() => sessionStorage.getItem(SENT));
  if (!sent) return;
  stored(() => sessionStorage.removeItem(SENT));
  if (document.querySelector("#messages .message--success")) dropDraft(sent);
}

// ---- Bringing back ----

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

// As the pages write it, by the ward's clock whatever the machine's.
function hour(moment) {
  const written = (parts) => new Date(moment).toLocaleString("en-GB", { timeZone: "Asia/Ho_Chi_Minh", ...parts });
  return `${written({ hour: "2-digit", minute: "2-digit" })} ngày ${written({ day: "2-digit", month: "2-digit" })}`;
}

function fill(form, values) {
  const left = [...values];
  typedFields(form).forEach((field) => {
    const place = left.findIndex(([name, value]) => name === field.name && (!isChoice(field) || value[0] === field.value));
    if (place < 0) return;
    const [[, value]] = left.splice(place, 1);
    if (isChoice(field)) field.checked = value[1];
    else field.value = value;
    if (!isChoice(field) && value) field.closest("details")?.setAttribute("open", "");
  });
}

function bringBack(form) {
  const draft = readDraft(form.dataset.draft);
  form.dataset.draftSeen = "true";
  if (!draft || JSON.stringify(draft.values) === JSON.stringify(valuesOf(form))) return;
  const before = valuesOf(form);
  fill(form, draft.values);
  const note = element("div", "", { class: "message message--info", role: "status" });
  const text = element("p", `Nội dung bạn nhập lúc ${hour(draft.at)} chưa gửi được, đã điền lại. Tệp phải chọn lại. `);
  const drop = element("button", "Bỏ nội dung này", { type: "button", class: "button button--plain" });
  drop.addEventListener("click", () => {
    fill(form, before);
    dropDraft(form.dataset.draft);
    note.remove();
    typedFields(form)[0]?.focus();
  });
  text.append(drop);
  note.append(text);
  form.prepend(note);
}

function lookForForms() {
  document.querySelectorAll("form[data-draft]:not([data-draft-seen])").forEach(bringBack);
}

// Forms that are not on this page: say that something waits, and where.
function tellOfOthers() {
  const region = document.getElementById("messages");
  const waiting = ownKeys().filter((key) => !document.querySelector(`form[data-draft="${CSS.escape(key)}"]`));
  if (!region || !waiting.length) return;
  const note = element("div", "", { class: "message message--warning", id: "kept-drafts" });
  const lines = element("div", "", { class: "message__text" });
  lines.append(element("p", "Nội dung chưa gửi còn giữ trên máy này:"));
  waiting.forEach((key) => {
    const draft = readDraft(key);
    const line = element("p", "");
    const drop = element("button", "Bỏ", { type: "button", class: "button button--plain" });
    drop.append(element("span", ` nội dung: ${draft.name}`, { class: "visually-hidden" }));
    drop.addEventListener("click", () => {
      dropDraft(key);
      line.remove();
      if (lines.children.length === 1) note.remove();
    });
    line.append(element("a", draft.name, { href: draft.url }), ` (${hour(draft.at)}) `, drop);
    lines.append(line);
  });
  note.append(lines);
  region.append(note);
}

function forgetOld() {
  ownKeys().forEach((key) => {
    const draft = readDraft(key);
    if (!(Date.now() - draft?.at < KEPT_DAYS * DAY)) dropDraft(key);
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-drops-draft]");
  if (!link) return;
  const form = link.closest("form");
  forgetTimer(form);
  dropDraft(form.dataset.draft);
});

if (PERSON) {
  document.addEventListener("htmx:after:swap", lookForForms);
  document.addEventListener("DOMContentLoaded", () => {
    settleLastPage();
    forgetOld();
    lookForForms();
    tellOfOthers();
  });
}
