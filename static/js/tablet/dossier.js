// One project's reading material, before the ballot and while it is filled in; the view it was opened from comes back as it was.

import { byId, move } from "./views.js";

/** @type {(() => void) | null} */
let backFromDossier = null;

export function leaveDossier() {
  backFromDossier?.();
}

/** How one project's material of a ballot is shown; the view it came from stays as it is.
 * @param {Laid} laid @returns {(ordinal: number, name: string, link: HTMLElement) => void} */
export const reader = (laid) => (ordinal, name, link) => {
  const [place, heading, hint] = [globalThis.scrollY, byId("title").textContent, byId("lead").textContent];
  if (!move("read", { heading: name })) return;
  byId("dossier").replaceChildren(laid.dossiers.get(ordinal) ?? document.createElement("p"));
  backFromDossier = () => {
    if (!move("back", { heading, hint })) return;
    globalThis.scrollTo(0, place);
    link.focus({ preventScroll: true });
  };
};
