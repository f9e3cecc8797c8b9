// How far an upload has come. The page's own sending shows nothing of it; this one sends the same request and tells.
"use strict";

const SHOWN_FROM_BYTES = 200 * 1024;

function bytesOf(body) {
  if (!(body instanceof FormData)) return 0;
  return [...body.values()].reduce((sum, value) => sum + (value instanceof File ? value.size : 0), 0);
}

function progressIn(form) {
  const line = document.createElement("div");
  line.className = "upload";
  line.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", "Đang tải tệp lên");
  const words = document.createElement("span");
  words.textContent = "Đang tải tệp lên…";
  line.append(bar, words);
  form.querySelector(".form-actions")?.before(line);
  return {
    show(share) {
      bar.value = Math.round(share * 100);
      words.textContent = share < 1 ? `Đã tải lên ${bar.value}%` : "Đã tải lên, đang lưu…";
    },
    remove: () => line.remove(),
  };
}

function headersOf(request) {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split(/[\r\n]+/)) {
    const at = line.indexOf(":");
    if (at > 0) headers.append(line.slice(0, at), line.slice(at + 1).trim());
  }
  return headers;
}

function sendTelling(form) {
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const progress = progressIn(form);
      const request = new XMLHttpRequest();
      request.open(method, url);
      Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress.show(event.loaded / event.total);
      });
      const fail = () => reject(new TypeError("the connection was lost"));
      request.addEventListener("error", fail);
      request.addEventListener("timeout", fail);
      request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
      request.addEventListener("load", () => {
        const { status, statusText, responseText } = request;
        resolve(new Response(status === 204 ? null : responseText, { status, statusText, headers: headersOf(request) }));
      });
      request.addEventListener("loadend", progress.remove);
      signal?.addEventListener("abort", () => request.abort());
      request.send(body);
    });
}

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (form instanceof HTMLFormElement && bytesOf(ctx.request.body) >= SHOWN_FROM_BYTES) ctx.fetch = sendTelling(form);
});

// ---- A form that comes back refused has the files that were chosen for it ----

function filesOf(form) {
  const inputs = [...form.querySelectorAll(".file-drop input[type=file]")];
  return inputs.filter(({ files }) => files.length).map(({ name, files }) => ({ name, files }));
}

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (form instanceof HTMLFormElement) ctx.chosen = { address: form.getAttribute("hx-post"), inputs: filesOf(form) };
});

// Where one of the files is what was wrong, the person chooses anew.
document.addEventListener("htmx:after:swap", (event) => {
  const { chosen, response } = event.detail.ctx;
  if (!chosen?.address || !(response?.status >= 400)) return;
  const form = document.querySelector(`form[hx-post="${CSS.escape(chosen.address)}"]`);
  chosen.inputs.forEach(({ name, files }) => {
    const input = form?.querySelector(`.file-drop input[type=file][name="${CSS.escape(name)}"]:not([aria-invalid])`);
    if (!input || input.files.length) return;
    input.files = files;
    nameChosenFiles(input);
  });
});

// ---- What the first page of a chosen document says of itself is proposed, never forced ----

const READ_UP_TO_BYTES = 8 * 1024 * 1024;

function fieldsOf(form) {
  const names = { number: "document_number", date: "document_date", issuer: "document_issuer" };
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, form.elements[name]]));
}

async function readFirstPage(form, file) {
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("file", file);
  const answer = await fetch("/evidence/read", { method: "POST", body, headers: { "HX-Request": "true" } });
  return answer.ok ? answer.json() : {};
}

function proposeDocument(form, found, fileName) {
  const fields = fieldsOf(form);
  if (Object.values(fields).some((field) => field.value)) return;
  Object.entries(fields).forEach(([key, field]) => {
    field.value = found[key];
  });
  const details = fields.number.closest("details");
  details.open = true;
  const note = document.createElement("p");
  note.className = "field__help";
  note.setAttribute("role", "status");
  note.textContent = `Đọc từ trang đầu của “${fileName}”: hãy so lại trước khi lưu. `;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button--plain";
  drop.textContent = "Bỏ đề xuất";
  drop.addEventListener("click", () => {
    Object.values(fields).forEach((field) => {
      field.value = "";
    });
    note.remove();
  });
  note.append(drop);
  details.querySelector("summary").after(note);
}

document.addEventListener("change", async (event) => {
  const { form, files } = event.target;
  if (event.target.type !== "file" || !form?.elements.document_number) return;
  const file = [...files].find(({ name, size }) => /\.(docx|pdf)$/i.test(name) && size <= READ_UP_TO_BYTES);
  if (!file) return;
  // Without an answer nothing is proposed: the fields are there to be filled by hand.
  const found = await readFirstPage(form, file).catch(() => ({}));
  if (found.number && form.isConnected) proposeDocument(form, found, file.name);
});
