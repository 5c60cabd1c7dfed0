// The form of what no device can compute: 实到 and the paper, typed from signed sheets, laid anew with what was typed before.

import { entered, fieldById } from "../elements.js";
import { code } from "../written.js";
import { byId, say } from "./page.js";
import { found, need } from "./stand.js";

const PAPER = /** @type {const} */ (["issued", "collected", "valid"]);

/** @param {string} name @param {string} label @param {string} value */
function numberField(name, label, value = "") {
  const [field, words, input] = [document.createElement("div"), document.createElement("label"), document.createElement("input")];
  field.className = "field";
  [words.htmlFor, words.textContent] = [`f-${name}`, label];
  [input.className, input.id, input.name, input.inputMode, input.value] = ["input", `f-${name}`, name, "numeric", value];
  field.append(words, input);
  return field;
}

/** The names of the answers of one question on paper: where projects are chosen, 赞成 alone.
 * @param {number} i */
function paperAnswers(i) {
  const { questions } = found().election;
  return found().rules.rules.kind === "choose" ? [say("approve")] : questions[i].answers;
}

/** A vote on paper as it was typed before.
 * @param {Paper | null} before @param {number} i @param {number} j */
function onPaper(before, i, j) {
  const got = found().rules.rules.kind === "choose" ? before?.counts[0][i] : before?.counts[i][j];
  return String(got ?? "");
}

/** Lay the form for what is typed from signed sheets, with what was typed before.
 * @param {Typed | null} kept */
export function layFigures(kept) {
  const { rules, roll } = found();
  const before = kept?.paper ?? null;
  fieldById("present").value = kept === null ? "" : String(kept.present);
  const box = fieldById("has-paper");
  box.checked = kept?.paper === undefined ? roll.paper.length > 0 : before !== null;
  byId("paper").hidden = !box.checked;
  byId("paper-lines").replaceChildren(
    ...PAPER.map((name) => numberField(name, say(`paper_${name}`), String(before?.[name] ?? ""))),
    ...rules.candidates.flatMap(({ ordinal, title }, i) =>
      paperAnswers(i).map((answer, j) => numberField(`v-${i}-${j}`, say("paper_votes", { ordinal, title, answer }), onPaper(before, i, j))),
    ),
  );
}

/** A number as typed. Errors: Malformed, said in words, for anything else.
 * @param {HTMLFormElement} form @param {string} name */
export function typed(form, name) {
  const text = code(entered(form, name));
  need(/^\d{1,6}$/.test(text), "a figure is no number");
  return Number(text);
}

/** @param {HTMLFormElement} form @returns {Paper | null} */
export function typedPaper(form) {
  if (!fieldById("has-paper").checked) return null;
  const { rules, roll } = found();
  const votes = rules.candidates.map((_one, i) => paperAnswers(i).map((_answer, j) => typed(form, `v-${i}-${j}`)));
  const counts = rules.rules.kind === "choose" ? [votes.map(([approve]) => approve)] : votes;
  const [issued, collected, valid] = PAPER.map((name) => typed(form, name));
  return { issued, collected, valid, on_roll: roll.paper.length, counts };
}
