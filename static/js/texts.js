// The page's translated sentences, from its JSON block; no sentence for people stands in a script.

import { byId } from "./elements.js";

/** @type {Record<string, string>} */
const TEXTS = JSON.parse(byId("texts").textContent);

/** Return a sentence with its {places} filled in.
 * @param {string} key @param {Record<string, string | number>} values */
export function say(key, values = {}) {
  return (TEXTS[key] ?? key).replace(/\{(\w+)\}/g, (_all, /** @type {string} */ name) => String(values[name]));
}

/** Fill an element with a sentence whose number {n} stands out.
 * @param {Element} element @param {string} key @param {Record<string, string | number>} values */
export function sayWithNumber(element, key, values) {
  const [before, after] = TEXTS[key].split("{n}").map((part) => part.replace(/\{(\w+)\}/g, (_all, /** @type {string} */ name) => String(values[name])));
  const number = document.createElement("b");
  number.textContent = String(values.n);
  element.replaceChildren(before, number, after ?? "");
}
