// How much is typed of what a field takes. Nothing is cut off: what is too long is said, and the server says it too.

import { byId, parts } from "./elements.js";

/** As the server counts: signs, not units of UTF-16; blanks at the ends do not count.
 * @param {string} text @returns {number} */
export const signs = (text) => [...text.trim()].length;

/** @param {HTMLInputElement | HTMLTextAreaElement} field @param {PageElement} said */
function count(field, said) {
  const most = Number(field.dataset.most);
  const typed = signs(field.value);
  const over = Math.max(0, typed - most);
  const words = (over ? said.dataset.over : said.dataset.within) ?? "";
  const text = words.replace("{count}", String(typed)).replace("{most}", String(most)).replace("{over}", String(over));
  if (over && !said.classList.contains("over")) said.setAttribute("role", "status");
  if (!over) said.removeAttribute("role");
  said.classList.toggle("over", over > 0);
  said.textContent = text;
  said.hidden = typed === 0;
}

/** Count in every field of the page that says its most. */
export function install() {
  for (const element of parts(document, "[data-most]")) {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (/** @type {unknown} */ (element));
    const said = byId(`${field.id}-count`);
    field.addEventListener("input", () => count(field, said));
    count(field, said);
  }
}

if (typeof document !== "undefined") install();
