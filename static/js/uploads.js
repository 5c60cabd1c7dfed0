// Pictures of a form, sent one by one as soon as they are chosen, while the person goes on typing. The form then carries
// their numbers alone. The button waits until all are in; one that failed can be tried again or taken out. Without this
// file the form sends the pictures itself.

import { part, parts } from "./elements.js";
import { ask } from "./net.js";

const LONGEST_SIDE = 2560;
const QUALITY = 0.9;
const SMALL_ENOUGH_BYTES = 1024 * 1024;
const SILENCE_MS = 60_000;
const SIGNED_OUT = 401;
const CREATED = 201;

/** The picture at most 2560 pixels a side: faster to send, and the place where it was taken stays in the phone.
 * @param {File} file */
async function smaller(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return blob && blob.size < file.size ? blob : file;
}

/** A picture that this browser cannot read travels as it is: the server reads it, or says what is wrong with it.
 * @param {File} file */
async function ready(file) {
  if (file.size <= SMALL_ENOUGH_BYTES) return file;
  try {
    return await smaller(file);
  } catch {
    return file;
  }
}

class Failed extends Error {}

/** Send one picture; resolves with the server's answer. A line that is silent for a minute counts as broken.
 * @param {PageElement} box @param {string} token @param {string} name @param {Blob} blob
 * @param {(part: number) => void} progress */
function send(box, token, name, blob, progress) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    /** @type {number | undefined} */
    let silence;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => call.abort(), SILENCE_MS);
    };
    const broken = () => { clearTimeout(silence); reject(new Failed(box.dataset.broken)); };
    call.open("POST", box.dataset.uploads);
    call.setRequestHeader("Accept", "application/json");
    call.setRequestHeader("X-CSRFToken", token);
    call.responseType = "json";
    call.upload.addEventListener("progress", (event) => { alive(); progress(event.loaded / event.total); });
    call.addEventListener("error", broken);
    call.addEventListener("abort", broken);
    call.addEventListener("load", () => {
      clearTimeout(silence);
      if (call.status === CREATED) resolve(call.response);
      else if (call.status === SIGNED_OUT) reject(new Failed(box.dataset.signedOut));
      else reject(new Failed(call.response?.error?.message ?? box.dataset.broken));
    });
    const body = new FormData();
    body.append("form", box.dataset.form);
    body.append("file", blob, name);
    alive();
    call.send(body);
  });
}

/** @param {string} label @param {string} about @param {() => void} act */
function button(label, about, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet small";
  made.textContent = label;
  made.setAttribute("aria-label", `${label} ${about}`);
  made.addEventListener("click", act);
  return made;
}

/** One picture on its way: its tile, and where it stands: waiting, sending, in, failed, gone. */
class Upload {
  /** @param {Widget} widget @param {File} file */
  constructor(widget, file) {
    this.widget = widget;
    this.file = file;
    this.state = "waiting";
    this.tile = document.createElement("li");
    this.tile.className = "upload";
    this.image = document.createElement("img");
    this.image.alt = file.name;
    this.image.src = URL.createObjectURL(file);
    this.bar = document.createElement("progress");
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.word = document.createElement("p");
    this.word.className = "upload-word";
    this.acts = document.createElement("p");
    this.acts.className = "upload-acts";
    this.tile.append(this.image, this.bar, this.word, this.acts);
    this.show("waiting", widget.box.dataset.waiting);
  }

  /** @param {string} state @param {string} words */
  show(state, words) {
    const labels = this.widget.box.dataset;
    this.state = state;
    this.word.textContent = words;
    this.tile.classList.toggle("failed", state === "failed");
    this.bar.hidden = state === "in" || state === "failed";
    const remove = button(labels.remove, this.file.name, () => this.remove());
    const retry = button(labels.retry, this.file.name, () => { this.show("waiting", labels.waiting); this.widget.work(); });
    this.acts.replaceChildren(...(state === "failed" && !this.hopeless ? [retry, remove] : [remove]));
  }

  async go() {
    const { box } = this.widget;
    this.show("sending", box.dataset.sending.replace("{percent}", "0"));
    try {
      const blob = await ready(this.file);
      this.hopeless = blob.size > Number(box.dataset.mostBytes);
      if (this.hopeless) throw new Failed(box.dataset.tooLarge);
      const token = this.widget.token();
      const answer = await send(box, token, this.file.name, blob, (part) => this.progress(part));
      if (this.state === "gone") await forget(answer.url, token);
      else this.arrive(answer);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (this.state !== "gone") this.show("failed", error.message);
    }
  }

  /** @param {number} part */
  progress(part) {
    if (this.state !== "sending") return;
    const { sending, arrived } = this.widget.box.dataset;
    this.bar.value = part;
    this.word.textContent = part < 1 ? sending.replace("{percent}", String(Math.floor(part * 100))) : arrived;
  }

  /** @param {{id: string, url: string}} given */
  arrive({ id, url }) {
    const number = document.createElement("input");
    number.type = "hidden";
    number.name = this.widget.input.name;
    number.value = id;
    this.url = url;
    this.tile.append(number);
    this.show("in", this.widget.box.dataset.done);
  }

  remove() {
    this.state = "gone";
    URL.revokeObjectURL(this.image.src);
    this.tile.remove();
    if (this.url) forget(this.url, this.widget.token());
    this.widget.removed(this);
  }
}

/** Tell the server that a picture is not wanted; were it not to hear, the picture goes by itself after a day.
 * @param {string} url @param {string} token */
async function forget(url, token) {
  try {
    await ask(url, { method: "DELETE", headers: { "X-CSRFToken": token, Accept: "application/json" } });
  } catch { /* it goes by itself */ }
}

class Widget {
  /** @param {PageElement} box */
  constructor(box) {
    this.box = box;
    this.input = /** @type {HTMLInputElement} */ (box.querySelector('input[type="file"]'));
    this.form = /** @type {HTMLFormElement} */ (this.input.form);
    this.say = part(box, "[data-say]");
    this.place = part(box, ".upload-pick");
    /** @type {Upload[]} */
    this.uploads = [];
    this.busy = false;
    /** @type {{submitter: HTMLElement | null} | null} */
    this.held = null;
    this.note = "";
    part(box, "[data-without-scripts]").hidden = true;
    this.input.addEventListener("change", () => this.choose());
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.choose(); // what was chosen before this script ran
  }

  /** What the server asks of a form that is its own. */
  token() {
    const field = this.form.elements.namedItem("csrf_token");
    return field instanceof HTMLInputElement ? field.value : "";
  }

  count() {
    return this.uploads.length + this.box.querySelectorAll('input[type="checkbox"]:checked').length;
  }

  choose() {
    const chosen = [...(this.input.files ?? [])];
    this.input.value = "";
    const known = new Set(this.uploads.map(({ file }) => `${file.name} ${file.size} ${file.lastModified}`));
    const fresh = chosen.filter((file) => !known.has(`${file.name} ${file.size} ${file.lastModified}`));
    const room = Math.max(0, Number(this.box.dataset.most) - this.count());
    for (const file of fresh.slice(0, room)) {
      const upload = new Upload(this, file);
      this.uploads.push(upload);
      this.place.before(upload.tile);
    }
    this.note = fresh.length > room ? this.box.dataset.tooMany : "";
    this.tell("");
    this.work();
  }

  /** Send what waits, one after the other, then whatever the person wanted meanwhile. */
  async work() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let next = this.next(); next; next = this.next()) await next.go();
    } finally {
      this.busy = false;
    }
    this.settle();
  }

  /** Say a sentence below the pictures, after what was not added of the last choice.
   * @param {string} words */
  tell(words) {
    this.say.textContent = [this.note, words].filter(Boolean).join(" ");
  }

  failed() {
    return this.uploads.filter(({ state }) => state === "failed");
  }

  next() {
    return this.uploads.find(({ state }) => state === "waiting");
  }

  /** @param {Upload} upload */
  removed(upload) {
    this.uploads = this.uploads.filter((one) => one !== upload);
    this.input.focus();
    if (!this.busy) this.settle();
  }

  settle() {
    const failed = this.failed().length;
    const { unsent, allIn } = this.box.dataset;
    if (failed) this.tell(unsent.replace("{count}", String(failed)));
    else this.tell(this.uploads.length ? allIn : "");
    const held = this.held;
    this.release();
    if (held && !failed) this.form.requestSubmit(held.submitter);
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    const failed = this.failed();
    if (!this.busy && !failed.length) return;
    event.preventDefault();
    if (this.busy) {
      this.held = { submitter: event.submitter };
      event.submitter?.setAttribute("aria-busy", "true");
      this.tell(this.box.dataset.hold);
    } else {
      this.tell(this.box.dataset.unsent.replace("{count}", String(failed.length)));
      failed[0].acts.querySelector("button")?.focus();
    }
  }

  release() {
    this.held?.submitter?.removeAttribute("aria-busy");
    this.held = null;
  }
}

for (const box of parts(document, "[data-uploads^='/']")) new Widget(box);
