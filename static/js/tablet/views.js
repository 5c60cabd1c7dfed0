// Which view the tablet shows; one heading for all, which takes the focus when the view changes.

import { byId, parts } from "../elements.js";

export { byId };

const main = byId("main");
const title = byId("title");
const lead = byId("lead");
const PLAIN = main.className;
const ROOM = 8; // pixels for the frame around what has the focus

let present = "loading";
/** @type {(() => void)[]} */
const leaving = [];

export function shown() {
  return present;
}

/** Have something done whenever a view is left or drawn anew: a camera closes, a voice falls silent.
 * @param {() => void} act */
export function onLeave(act) {
  leaving.push(act);
}

/** Show one view. heading, hint: in place of the view's own title and of no hint.
 * @param {string} view @param {{heading?: string | null, hint?: string | null}} given */
export function show(view, { heading = null, hint = "" } = {}) {
  present = view;
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

/** Characters as the hall screen groups them, to be compared at a glance.
 * @param {string} characters */
export function inFours(characters) {
  return (characters.match(/.{4}/g) ?? []).join(" ");
}

/** Copy a <template> of the page.
 * @param {string} id */
export function copy(id) {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {PageElement} */ (content.firstElementChild?.cloneNode(true));
}
