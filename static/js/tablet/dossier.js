// One project's reading material, before the ballot and while it is filled in; the view it was opened from comes back as it was.

import { ballot } from "./seat.js";
import { byId, move } from "./views.js";

/** @type {(() => void) | null} */
let backFromDossier = null;

export function leaveDossier() {
  backFromDossier?.();
}

/** Show one project's material; the view it came from stays as it is.
 * @param {number} ordinal @param {string} name @param {HTMLElement} link */
export function read(ordinal, name, link) {
  const [place, heading, hint] = [globalThis.scrollY, byId("title").textContent, byId("lead").textContent];
  if (!move("read", { heading: name })) return;
  byId("dossier").replaceChildren(ballot().dossiers.get(ordinal) ?? document.createElement("p"));
  backFromDossier = () => {
    if (!move("back", { heading, hint })) return;
    globalThis.scrollTo(0, place);
    link.focus({ preventScroll: true });
  };
}
