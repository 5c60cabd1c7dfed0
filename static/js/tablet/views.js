// What the tablet shows, which only a move of the course changes; one heading for all views, which takes the focus.

import { byId, parts } from "../elements.js";
import { after, START, VIEWS } from "./course.js";

export { byId };

/** @import { Move, State, View } from "./course.js" */

const main = byId("main");
const title = byId("title");
const lead = byId("lead");
const PLAIN = main.className;
const ROOM = 8; // pixels for the frame around what has the focus

/** @type {State} */
let present = START;
/** @type {(() => void)[]} */
const leaving = [];

/** @param {State[]} states */
export const at = (...states) => states.includes(present);

/** Whether a move is open now.
 * @param {Move} step */
export const may = (step) => after(present, step) !== null;

/** @param {View[]} views */
export const shows = (...views) => views.includes(VIEWS[present]);

/** Make a move and show where it leads. Returns false, and nothing has changed, when the course has no such move now: what is
 * before the deputy's eyes, a receipt above all, is never taken away by what comes late.
 *
 * head: what to write over the view; without it a view that is shown already stays as it is.
 * @param {Move} step @param {Head | null} head */
export function move(step, head = null) {
  const next = after(present, step);
  if (next === null) {
    console.error(`the tablet is at ${present}: it has no move ${step}`);
    return false;
  }
  const same = shows(VIEWS[next]);
  present = next;
  if (head !== null || !same) show(VIEWS[next], head ?? {});
  return true;
}

/** Have something done whenever a view is left or drawn anew: a camera closes, a voice falls silent.
 * @param {() => void} act */
export function onLeave(act) {
  leaving.push(act);
}

/** heading, hint: in place of the view's own title and of no hint.
 * @typedef {{heading?: string | null, hint?: string | null}} Head */

/** @param {View} view @param {Head} head */
function show(view, { heading = null, hint = "" }) {
  for (const act of leaving) act();
  for (const section of parts(main, "[data-view]")) {
    section.hidden = section.dataset.view !== view;
    if (section.hidden) continue;
    title.textContent = heading ?? section.dataset.title;
    main.className = section.dataset.class ? `wrap ${section.dataset.class}` : PLAIN;
  }
  for (const dock of parts(document, "[data-dock]")) dock.hidden = dock.dataset.dock !== view;
  lead.textContent = hint;
  lead.hidden = hint === "";
  globalThis.scrollTo(0, 0);
  title.focus({ preventScroll: true });
}

/** Scroll until what the keyboard has come to is seen above the fixed bar, with its whole card where the card has room. A finger
 *  sees what it touches. */
function keepSeen() {
  const focused = document.activeElement;
  if (focused === null || !main.contains(focused) || focused === title || !focused.matches(":focus-visible")) return;
  const dock = document.querySelector("[data-dock]:not([hidden])");
  const fold = Math.min(globalThis.innerHeight, dock?.getBoundingClientRect().top ?? Infinity) - ROOM;
  const card = (focused.closest(".pick, .grade") ?? focused).getBoundingClientRect();
  const { top, bottom } = card.height < fold - ROOM ? card : focused.getBoundingClientRect();
  if (bottom > fold) globalThis.scrollBy(0, bottom - fold);
  else if (top < ROOM) globalThis.scrollBy(0, top - ROOM);
}

document.addEventListener("focusin", keepSeen);
const taller = new ResizeObserver(() => requestAnimationFrame(keepSeen)); // the bar grows when the ballot is full
for (const dock of document.querySelectorAll("[data-dock]")) taller.observe(dock);

/** Show or clear an error line under a form.
 * @param {string} id @param {string} sentence */
export function complain(id, sentence) {
  const line = byId(id);
  line.textContent = sentence;
  line.hidden = sentence === "";
}

/** Copy a <template> of the page.
 * @param {string} id */
export function copy(id) {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {PageElement} */ (content.firstElementChild?.cloneNode(true));
}
