// Drafts: what is being typed into a form is kept on this device until it has been taken, so that a lost network, a
// closed page or an ended session costs no word. Kept for one tab (sessionStorage), or, for somebody who is signed in,
// for him alone (localStorage). Never kept: names, telephones and addresses of people, passwords, codes, files, hidden
// fields, forms with autocomplete="off", and what is marked data-undrafted (tellers count without seeing each other). Nothing is put back without being asked for.

/** A field of whatever kind: what only one kind has is asked of that kind alone.
 * @typedef {HTMLInputElement & HTMLSelectElement} Control */

const PREFIX = "draft:";
const WEEK_MS = 7 * 24 * 3600 * 1000;
const WAIT_MS = 400;
const PERSONAL = /^(name|given-name|family-name|tel|email|username|one-time-code|current-password|new-password)/;
const person = document.body.dataset.person ?? "";
const shelf = () => (person ? localStorage : sessionStorage);

/** @param {HTMLFormElement} form */
const pathOf = (form) => decodeURIComponent(new URL(form.getAttribute("action") || location.href, location.href).pathname);
/** @param {HTMLFormElement} form */
const keyOf = (form) => `${PREFIX}${person}:${pathOf(form)}`;

/** @param {Control} control */
function isKept(control) {
  if (!control.name || control.disabled || control.readOnly) return false;
  if (["hidden", "password", "file", "submit", "button", "reset", "image", "email", "tel"].includes(control.type)) return false;
  if (control.name.startsWith("contact")) return false;
  return !PERSONAL.test(control.autocomplete ?? "") && !control.closest("[data-undrafted]");
}

/** @param {HTMLFormElement} form */
const controls = (form) => /** @type {Control[]} */ ([...form.elements]).filter(isKept);

/** @param {Control} control */
function standing(control) {
  if (["checkbox", "radio"].includes(control.type)) return control.checked;
  if (control.tagName === "SELECT") return [...control.selectedOptions].map((option) => option.value);
  return control.value;
}

/** Controls by name, value where the value tells them apart, and number.
 * @param {HTMLFormElement} form @returns {[string, Control][]} */
function labelled(form) {
  const seen = new Map();
  return controls(form).map((control) => {
    const label = ["checkbox", "radio"].includes(control.type) ? `${control.name}=${control.value}` : control.name;
    const number = seen.get(label) ?? 0;
    seen.set(label, number + 1);
    return [`${label}#${number}`, control];
  });
}

/** @param {HTMLFormElement} form */
const snapshot = (form) => Object.fromEntries(labelled(form).map(([label, control]) => [label, standing(control)]));

/** @param {Control} control @param {any} value */
function put(control, value) {
  if (["checkbox", "radio"].includes(control.type)) control.checked = value;
  else if (control.tagName === "SELECT") for (const option of control.options) option.selected = value.includes(option.value);
  else control.value = value;
  for (let fold = control.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {string} key */
function read(key) {
  try {
    const draft = JSON.parse(shelf().getItem(key) ?? "null");
    if (draft && Date.now() - draft.at < WEEK_MS) return draft;
    if (draft) shelf().removeItem(key);
  } catch { /* a device that keeps nothing: the server still gives everything back */ }
  return null;
}

/** @param {string} key @param {HTMLFormElement} form */
function write(key, form) {
  try { shelf().setItem(key, JSON.stringify({ at: Date.now(), values: snapshot(form) })); } catch { /* the same */ }
}

/** @param {string} key */
function drop(key) {
  try { shelf().removeItem(key); } catch { /* the same */ }
}

/** The server names the deed it has just done: only then is the draft of that form gone. */
function dropWhatWasTaken() {
  const done = document.body.dataset.taken;
  if (done) drop(`${PREFIX}${person}:${decodeURIComponent(done)}`);
}

/** @param {HTMLFormElement} form @param {{at: number, values: Record<string, any>}} draft */
function offer(form, draft) {
  const words = /** @type {Told} */ (document.body).dataset;
  const box = document.createElement("div");
  box.className = "notice is-blue draft";
  box.setAttribute("role", "status");
  const text = document.createElement("p");
  const at = new Date(draft.at).toLocaleString(document.documentElement.lang);
  text.textContent = `${words.draftSaid.replace("{at}", () => at)} `;
  const buttons = [true, false].map((restore) => {
    const button = document.createElement("button");
    [button.type, button.className] = ["button", "button quiet"];
    button.textContent = restore ? words.draftRestore : words.draftDrop;
    button.addEventListener("click", () => {
      if (restore) for (const [name, control] of labelled(form)) if (name in draft.values) put(control, draft.values[name]);
      if (!restore) drop(keyOf(form));
      box.remove();
    });
    return button;
  });
  const inner = document.createElement("div");
  const row = document.createElement("p");
  row.className = "flow";
  row.append(...buttons);
  inner.append(text, row);
  box.append(inner);
  form.before(box);
}

/** @param {HTMLFormElement} form */
function install(form) {
  const key = keyOf(form);
  const plain = JSON.stringify(snapshot(form));
  const draft = read(key);
  if (draft && JSON.stringify(draft.values) !== plain && !form.querySelector('[name="form_page"]')) offer(form, draft);
  /** @type {number | null} */
  let waiting = null;
  const keep = () => {
    clearTimeout(waiting ?? undefined);
    waiting = null;
    if (JSON.stringify(snapshot(form)) !== plain) write(key, form);
  };
  form.addEventListener("input", () => { waiting ??= setTimeout(keep, WAIT_MS); });
  addEventListener("pagehide", () => { if (waiting) keep(); });
}

export function installDrafts() {
  if (!document.body.dataset.draftSaid) return;
  dropWhatWasTaken();
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (
    document.querySelectorAll('main form[method="post"]:not([data-undrafted])')
  )) {
    if (form.autocomplete !== "off" && controls(form).length) install(form);
  }
}
