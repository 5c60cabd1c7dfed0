// Devices that count: combine the shares, decide by the rules, and sign only the text that this device wrote itself. What no
// device can compute is typed from signed sheets. After a recount the page follows by itself.

import { outcomeText } from "../belenios/opening.js";
import { boundOf, decide, differences, written } from "../belenios/outcome.js";
import { withOutcome } from "../belenios/said.js";
import { entered, fieldById, formById, parts, sender } from "../elements.js";
import { Away } from "../net.js";
import { code } from "../written.js";
import { act, byId, getJson, getText, pause, Refusal, say, sentenceOf, trouble } from "./page.js";
import { call } from "./prompt.js";
import { address, crew, declare, differ, found, go, key, need, stand, uuid, verified } from "./stand.js";

const PAUSE_MS = 4000;
const WAITS = new Set([404, 409]); // not yet
const FOLLOWS = new Set(["agreeing", "differing", "signed"]);
const main = byId("opening");

/** What the paper channel, the presidium and 实到 were told to be, as typed.
 * @type {Pick<Claim, "present" | "paper" | "by_presidium">} */
let told = { present: 0, paper: null, by_presidium: [] };
/** @type {{theirs: string, ours: string, serial: number, previous: string}} */
let now = { theirs: "", ours: "", serial: 0, previous: "" };

/** Ask until there is an answer other than "not yet".
 * @template Answered @param {() => Promise<Answered>} ask @returns {Promise<Answered>} */
async function until(ask) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const waits = error instanceof Away || (error instanceof Refusal && WAITS.has(error.status));
      if (!waits) throw error;
    }
    await pause(PAUSE_MS);
  }
}

/** Wait for t shares, check every proof, read the counts off. */
export async function awaitPartials() {
  try {
    const { partials } = await until(() => getJson(`${address}/partials.json`));
    const { election, trustees, ballots } = found();
    const { publicKeys, threshold } = trustees;
    const args = { election: election.raw, sum: verified().sum, publicKeys, threshold, ballots: ballots.length, partials };
    stand.counts = await crew.ask("count", args);
  } catch (error) {
    trouble(sentenceOf(error));
    return;
  }
  layFigures();
  go("open");
}

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

/** Lay the form for what is typed from signed sheets. */
function layFigures() {
  const { rules, roll } = found();
  fieldById("present").value = stand.present === null ? "" : String(stand.present);
  const box = fieldById("has-paper");
  box.checked = roll.paper.length > 0;
  byId("paper").hidden = !box.checked;
  byId("paper-lines").replaceChildren(
    ...["issued", "collected", "valid"].map((name) => numberField(name, say(`paper_${name}`))),
    ...rules.candidates.flatMap(({ ordinal, title }, i) =>
      paperAnswers(i).map((answer, j) => numberField(`v-${i}-${j}`, say("paper_votes", { ordinal, title, answer }))),
    ),
  );
}

/** A number as typed. Errors: Malformed, said in words, for anything else.
 * @param {HTMLFormElement} form @param {string} name */
function typed(form, name) {
  const text = code(entered(form, name));
  need(/^\d{1,6}$/.test(text), "a figure is no number");
  return Number(text);
}

/** @param {HTMLFormElement} form @returns {Paper | null} */
function typedPaper(form) {
  if (!fieldById("has-paper").checked) return null;
  const { rules, roll } = found();
  const votes = rules.candidates.map((_one, i) => paperAnswers(i).map((_answer, j) => typed(form, `v-${i}-${j}`)));
  const counts = rules.rules.kind === "choose" ? [votes.map(([approve]) => approve)] : votes;
  const [issued, collected, valid] = ["issued", "collected", "valid"].map((name) => typed(form, name));
  return { issued, collected, valid, on_roll: roll.paper.length, counts };
}

/** What this device claims. @returns {BoundClaim} */
function claim() {
  const { rules, rulesDigest, digest, roll, ballots } = found();
  const own = { uuid, rules: rulesDigest, digest, roll: roll.digest, serial: now.serial, previous: now.previous };
  const figures = { due: rules.due, issued: roll.drawn.length, cast: ballots.length, counts: /** @type {number[][]} */ (stand.counts) };
  return { ...own, ...figures, ...told };
}

/** Decide; ask for the presidium's choice where the rules leave a tie to it.
 * @param {HTMLFormElement} form */
function figure(form) {
  told = { present: typed(form, "present"), paper: typedPaper(form), by_presidium: [] };
  const { rules } = found();
  const { tied, open_places: places } = decide(rules, claim());
  if (rules.rules.tie_rule === "presidium" && tied.length > 0) {
    byId("presidium-text").textContent = say("presidium", { n: places });
    byId("tied").replaceChildren(
      ...tied.map((ordinal) => {
        const [line, box] = [document.createElement("label"), document.createElement("input")];
        [line.className, box.type, box.name, box.value] = ["check", "checkbox", "picked", String(ordinal)];
        line.append(box, ` ${ordinal}. ${rules.candidates[ordinal - 1].title}`);
        return line;
      }),
    );
    go("tie");
  } else if (go("decide")) compare();
}

/** @param {HTMLFormElement} form */
function choose(form) {
  const picked = new FormData(form).getAll("picked").map(Number).sort((a, b) => a - b);
  need(picked.length > 0, "the presidium chose what it may not"); // nothing chosen would be a tie that stands
  told = { ...told, by_presidium: picked };
  decide(found().rules, claim());
  if (go("decide")) compare();
}

/** Wait for the count to be declared complete, and hold the server's text against our own. */
async function compare() {
  try {
    const theirs = await until(() => getText(`${address}/outcome.json`));
    now = { ...now, ...boundOf(theirs), theirs };
    now.ours = written(found().rules, claim());
  } catch (error) {
    trouble(sentenceOf(error));
    return;
  }
  if (now.ours === now.theirs) {
    showOutcome();
    go("agree");
  } else {
    showDifferences();
    go("differ");
  }
  follow();
}

/** A line's votes in words' place: where projects are chosen, only who chose; else each answer's.
 * @param {number[]} votes @param {Kind} kind */
function figures(votes, kind) {
  return kind === "choose" ? String(votes[0]) : votes.join(" / ");
}

function showOutcome() {
  const { rules } = found();
  const { lines, tied } = decide(rules, claim());
  byId("outcome").replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      const { title } = rules.candidates[line.ordinal - 1];
      const words = { ordinal: line.ordinal, title, votes: figures(line.votes, rules.rules.kind) };
      item.textContent = say(line.chosen ? "line_chosen" : tied.includes(line.ordinal) ? "line_tied" : "line", words);
      return item;
    }),
  );
}

function showDifferences() {
  byId("differences").replaceChildren(
    ...differences(now.ours, now.theirs).map(({ name, ours, theirs }) => {
      const item = document.createElement("li");
      item.textContent = say("difference", { name: say(`field_${name}`), ours: legible(ours), theirs: legible(theirs) });
      return item;
    }),
  );
}

/** A value of the outcome for people: numbers as they are, lists of votes by bars; no codes.
 * @param {unknown} value @returns {string} */
function legible(value) {
  if (value === null || value === "") return say("none");
  if (Array.isArray(value)) return value.map(legible).join(" / ") || say("none");
  if (typeof value === "object") return Object.values(value).filter((one) => typeof one !== "string").map(legible).join(" / ");
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  return typeof value === "number" || /^[0-9a-f]{64}$/.test(String(value)) ? String(value).slice(0, 24) : say("another");
}

let following = false;

/** Follow the count while its outcome is shown: a recount is shown by itself, and said. */
async function follow() {
  if (following) return;
  following = true;
  while (FOLLOWS.has(stand.state)) {
    await pause(PAUSE_MS);
    const theirs = await getText(`${address}/outcome.json`).catch(() => now.theirs); // away, or being counted anew
    if (theirs !== now.theirs && FOLLOWS.has(stand.state)) {
      following = false;
      recounted();
      return;
    }
  }
  following = false;
}

function recounted() {
  trouble("");
  byId("recounted").hidden = false;
  call(String(main.dataset.turn));
  if (go("recount")) compare();
}

/** Sign the text that this device wrote. Where the count went on meanwhile, its new outcome is shown instead. */
async function sign() {
  const text = outcomeText(uuid, now.ours);
  try {
    await declare(await withOutcome(key.opened, uuid, now, now.ours), text);
  } catch (error) {
    const theirs = error instanceof Refusal ? await getText(`${address}/outcome.json`).catch(() => now.theirs) : now.theirs;
    if (theirs === now.theirs) throw error;
    recounted();
    return;
  }
  byId("recounted").hidden = true;
  go("sign");
}

/** @param {string} id @param {(form: HTMLFormElement) => unknown} work */
function onSubmit(id, work) {
  const form = formById(id);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(sender(form), () => work(form));
  });
}

export function listen() {
  onSubmit("figures", figure);
  onSubmit("presidium", choose);
  onSubmit("agreed", sign);
  fieldById("has-paper").addEventListener("change", () => {
    byId("paper").hidden = !fieldById("has-paper").checked;
  });
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (parts(document, "[data-revise]"))) {
    button.addEventListener("click", () => go("revise"));
  }
  const report = /** @type {HTMLButtonElement} */ (byId("report-outcome"));
  report.addEventListener("click", () =>
    act(report, async () => {
      await differ("outcome");
      trouble(say("reported"));
    }),
  );
}
