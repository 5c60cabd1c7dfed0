// "Somebody asked for this already": while a suggestion is typed, what staff let be shown of the same. A tap joins it, with
// the words that stand in the form. Without an answer nothing is said; the form works without this file.

import { byId, part } from "./elements.js";
import { ask, parsed } from "./net.js";

const STILL_MS = 700;
const FEWEST_SIGNS = 4;
const ASKED = ["title", "content", "place"];
const LIMIT_MS = 5000;

/** @typedef {{ id: number, title: string, said: string }} Found */

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement} */
const named = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** @param {HTMLFormElement} form @param {Found} found */
function join(form, found) {
  named(form, "joins").value = String(found.id);
  form.requestSubmit();
}

/** @param {PageElement} box @param {HTMLFormElement} form @param {Found[]} all */
function show(box, form, all) {
  const mould = /** @type {HTMLTemplateElement} */ (box.querySelector("template"));
  const items = all.map((found) => {
    const item = /** @type {DocumentFragment} */ (mould.content.cloneNode(true));
    part(item, "[data-title]").textContent = found.title;
    part(item, "[data-said]").textContent = found.said;
    part(item, "button").addEventListener("click", () => join(form, found));
    return item;
  });
  part(box, "ul").replaceChildren(...items);
  box.hidden = items.length === 0;
}

/** @param {PageElement} box @param {HTMLFormElement} form */
function install(box, form) {
  /** @type {number | undefined} */
  let timer;
  let asked = "";
  const look = async () => {
    const typed = new FormData(form);
    const body = new URLSearchParams([...ASKED, "csrf_token"].map((name) => [name, String(typed.get(name) ?? "")]));
    const words = body.toString();
    if (words === asked || named(form, "title").value.trim().length < FEWEST_SIGNS) return;
    asked = words;
    const headers = { Accept: "application/json" };
    const answer = await ask(box.dataset.url, { method: "POST", body, headers, limit: LIMIT_MS }).catch(() => null);
    const found = answer?.ok ? parsed(answer.text)?.found : null;
    if (words === asked) show(box, form, found ?? []);
  };
  for (const name of ASKED) {
    named(form, name).addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), STILL_MS);
    });
  }
}

const box = byId("asked-before");
const form = box?.closest("form");
if (form) install(box, form);
