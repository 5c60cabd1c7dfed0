// The merge desk by keyboard: from group to group, rows ticked by their number, one key to merge. Works on the group that
// has the focus and nowhere else, so no key surprises somebody who types; without it every group has its buttons.

import { part, parts } from "./elements.js";

const MOST = 9;
const desk = part(document, "[data-groups]");

/** @param {HTMLElement} group @param {number} by */
function go(group, by) {
  const groups = [...parts(desk, "[data-group]")];
  const next = groups[groups.indexOf(/** @type {PageElement} */ (group)) + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Tick or untick the row of this number, from 1.
 * @param {HTMLElement} group @param {number} number */
function tick(group, number) {
  const box = /** @type {HTMLInputElement | undefined} */ (parts(group, "[name=ids]")[number - 1]);
  box?.click();
}

/** What a key does on the group that has the focus.
 * @param {HTMLElement} group @param {string} key @returns {(() => void) | null} */
function deedOf(group, key) {
  if (key === "ArrowDown") return () => go(group, 1);
  if (key === "ArrowUp") return () => go(group, -1);
  if (key === "Enter") return () => part(group, "[data-main]").click();
  if (key.toLowerCase() === "e") return () => part(group, "[data-name]")?.focus();
  const number = Number(key);
  return number >= 1 && number <= MOST ? () => tick(group, number) : null;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const group = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (!(group instanceof HTMLElement) || !("group" in group.dataset)) return;
  const deed = deedOf(group, event.key);
  if (!deed) return;
  event.preventDefault();
  deed();
}

if (desk) {
  desk.addEventListener("keydown", onKey);
  // the browser takes the focus away again where the address has a fragment, so the desk asks for it in the query
  if (new URLSearchParams(location.search).has("next")) part(desk, "[data-group]")?.focus({ preventScroll: true });
}
