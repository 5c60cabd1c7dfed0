// A candidate's page in the reading room: the arrow keys turn to its neighbours, and who came by 提问 finds the cursor in its field.

import { byId, part } from "../elements.js";

const TYPED = "input, textarea, select, [contenteditable]";

/** @param {KeyboardEvent} event */
function turn(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
  if (event.target instanceof Element && event.target.closest(TYPED)) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (rel) part(document, `[data-turn] [rel=${rel}]`)?.click();
}

addEventListener("keydown", turn);
if (location.hash === "#text") byId("text")?.focus();
