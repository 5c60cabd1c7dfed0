// Between draw and ballot: what the deputy has drawn, its 24 digits, and the list of the reading material.

import { grouped } from "../belenios/fingerprint.js";
import { say } from "../texts.js";
import { card } from "./choices.js";
import { read } from "./dossier.js";
import { ballot } from "./seat.js";
import { byId, move } from "./views.js";
import { openBallot } from "./voting.js";

/** @import { Move } from "./course.js" */

export function enter() {
  if (ballot().state === "open") openBallot("draw_open");
  else drawnPanel("draw", "drawn", ballot());
}

/** @param {Move} step @param {string} word @param {Checked | null} of */
export function drawnPanel(step, word, of) {
  if (!move(step, { heading: of?.title })) return;
  byId("drawn-word").textContent = say(word);
  byId("drawn-text").textContent = say(`${word}_text`);
  byId("print-line").hidden = of === null;
  byId("print").textContent = of === null ? "" : grouped(of.fingerprint);
  byId("reading-box").hidden = of === null;
  byId("reading").replaceChildren(...(of?.rules.candidates ?? []).map((line) => card(line, line.title, null, read)));
}
