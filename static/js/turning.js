// Pages that follow each other are turned by the arrow keys, where nobody types.

import { part } from "./elements.js";

const TYPED = "input, textarea, select, [contenteditable]";

/** @param {KeyboardEvent} event */
function turn(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
  if (event.target instanceof Element && event.target.closest(TYPED)) return;
  const rel = event.key === "ArrowLeft" ? "prev" : event.key === "ArrowRight" ? "next" : null;
  if (rel) part(document, `[data-turn] [rel=${rel}]`)?.click();
}

export function offerTurning() {
  addEventListener("keydown", turn);
}
