/* The console: figures follow the hall by themselves; a form under somebody's hand is never swapped away. */

import { byId, parts } from "../elements.js";
import { askPatiently, pageIn } from "../net.js";
import { setBy } from "./clock.js";
import { follow } from "./live.js";
import { looker } from "./looker.js";
import { notify } from "./notice.js";
import { limitForms } from "./patience.js";

const consoleBox = byId("console");
let version = consoleBox.dataset.version;

/** @param {HTMLElement} part */
const typedIn = (part) =>
  [...part.querySelectorAll("input")].some((input) => input.type !== "hidden" && (input.value !== input.defaultValue || input.checked !== input.defaultChecked));
/** @param {HTMLElement} part */
const inUse = (part) => typedIn(part) || part.contains(document.activeElement);

/** What was typed stays to be read, but can no longer be sent: it was meant for a step that another console has taken.
 * @param {HTMLElement} part */
function overtaken(part) {
  if (part.querySelector(".overtaken")) return;
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (part.querySelectorAll("[type=submit]"))) button.disabled = true;
  notify(part, consoleBox, "overtaken", consoleBox.dataset.moved);
}

/** @param {Document} fresh */
function swap(fresh) {
  setBy(fresh);
  const next = /** @type {PageElement | null} */ (fresh.getElementById("console"));
  if (!next) {
    location.reload();
    return;
  }
  const moved = next.dataset.version !== version;
  for (const part of parts(document, "#console [data-swap]")) {
    const other = next.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (!other || part.innerHTML === other.innerHTML || (!moved && inUse(part))) continue;
    if (moved && typedIn(part)) overtaken(part);
    else part.replaceChildren(...other.childNodes);
  }
  version = next.dataset.version;
}

const refresh = looker(async () => {
  const answer = await askPatiently(consoleBox.dataset.page, { headers: { Accept: "text/html" } });
  if (answer.ok) swap(pageIn(answer.text));
});

history.replaceState(null, "", consoleBox.dataset.page); // after a refused step the address is one that only takes forms
limitForms(consoleBox);
setInterval(refresh, 30_000); // tries at PINs from outside are announced by nobody
/** @type {number | null} */
let waiting = null;
follow(consoleBox.dataset.live, () => {
  if (waiting === null) waiting = setTimeout(() => { waiting = null; refresh(); }, 250);
});
