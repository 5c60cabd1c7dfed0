/* A form that a page sends itself, on a network that takes everything and answers nothing: the page stops waiting and
 * says so, where a browser would wait for minutes without a word. */

import { notify } from "./notice.js";

const LIMIT_MS = 30_000;

/** Watch every form of a page. box: its data-silent is what to say then, its data-page where to see what became of it.
 * @param {PageElement} box */
export function limitForms(box) {
  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // sent by a script, with a limit of its own
    const timer = setTimeout(() => {
      globalThis.stop();
      tell(box);
    }, LIMIT_MS);
    addEventListener("pagehide", () => clearTimeout(timer), { once: true });
  });
}

/** @param {PageElement} box */
function tell(box) {
  box.querySelector(".silent")?.remove();
  notify(box, box, "silent", box.dataset.silent).scrollIntoView({ block: "nearest" });
}
