// Between draw and ballot: what the deputy has drawn, its 24 digits, and the list of the reading material.

import { grouped } from "../belenios/fingerprint.js";
import { part } from "../elements.js";
import { say } from "../texts.js";
import { card } from "./choices.js";
import { reader } from "./dossier.js";
import { ballot, lay, nextInHand, seat } from "./seat.js";
import { byId, copy, move } from "./views.js";
import { openBallot } from "./voting.js";

/** @import { Move } from "./course.js" */

/** Lay the first ballot before who has just drawn. */
export function enter() {
  lay(/** @type {Laid} */ (nextInHand() ?? seat.hand[0]));
  if (ballot().state === "open") openBallot("draw_open");
  else drawnPanel("draw", "drawn", ballot());
}

/** @param {Move} step @param {string} word @param {Laid | null} of */
export function drawnPanel(step, word, of) {
  if (!move(step, { heading: of?.of === 1 ? of.title : null })) return;
  const others = seat.hand.filter((one) => one !== of);
  byId("drawn-word").textContent = say(word);
  byId("drawn-text").textContent = say(others.length > 0 ? `${word}_several` : `${word}_text`, { n: others.length + 1 });
  byId("print-line").hidden = of === null || others.length > 0;
  byId("print").textContent = of === null ? "" : grouped(of.fingerprint);
  byId("reading-box").hidden = of === null;
  byId("reading").replaceChildren(...(of === null ? [] : cards(of)));
  byId("reading-title").textContent = others.length > 0 ? of?.title ?? "" : say("candidates");
  byId("more-prints").replaceChildren(...(others.length > 0 ? seat.hand : []).map(printOf));
  byId("reading-more").replaceChildren(...others.map(listOf));
}

/** @param {Laid} of */
const cards = (of) => of.rules.candidates.map((line) => card(line, line.title, null, reader(of)));

/** The 24 digits of one of several ballots in hand.
 * @param {Laid} of */
function printOf(of) {
  const line = copy("print-template");
  part(line, "span").textContent = of.title;
  part(line, "b").textContent = grouped(of.fingerprint);
  return line;
}

/** What stands on another ballot in hand.
 * @param {Laid} of */
function listOf(of) {
  const section = copy("reading-template");
  part(section, "h2").textContent = of.title;
  part(section, "ul").replaceChildren(...cards(of));
  return section;
}
