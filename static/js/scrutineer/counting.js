// Devices that count: combine the shares, decide by the rules, and sign only the text that this device wrote itself. What no
// device can compute is typed from signed sheets. After a recount the page follows by itself.

import { hexSha256 } from "../belenios/canonical.js";
import { outcomeText } from "../belenios/opening.js";
import { boundOf, decide, differences, written } from "../belenios/outcome.js";
import { saidOf, typedOf, withOutcome, withTyped } from "../belenios/said.js";
import { fieldById, formById, parts, sender } from "../elements.js";
import { Away } from "../net.js";
import { layFigures, typed, typedPaper } from "./figures.js";
import { act, byId, getJson, getText, pause, Refusal, say, sentenceOf, trouble } from "./page.js";
import { call } from "./prompt.js";
import { address, crew, declare, differ, found, go, key, need, ownPart, stand, uuid, verified } from "./stand.js";

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
  byId("given").hidden = false;
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
  const kept = typedOf(key.opened, uuid);
  layFigures(kept);
  if (go("open")) resume(kept);
}

/** Go on with figures that were typed on this device before: they are asked again only where they do not decide.
 * @param {Typed | null} kept */
function resume(kept) {
  const { present, paper, by_presidium: picked } = kept ?? {};
  if (present === undefined || paper === undefined || picked === undefined) return;
  told = { present, paper, by_presidium: picked };
  if (!(leavesTie(decide(found().rules, claim())) && picked.length === 0) && go("decide")) compare();
}

/** Whether the rules leave a tie to the presidium.
 * @param {{tied: number[]}} decided */
function leavesTie({ tied }) {
  return found().rules.rules.tie_rule === "presidium" && tied.length > 0;
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
async function figure(form) {
  told = { present: typed(form, "present"), paper: typedPaper(form), by_presidium: [] };
  const { rules } = found();
  const decided = decide(rules, claim());
  await key.keep(withTyped(key.opened, uuid, told));
  if (leavesTie(decided)) {
    const { tied, open_places: places } = decided;
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
async function choose(form) {
  told = { ...told, by_presidium: new FormData(form).getAll("picked").map(Number).sort((a, b) => a - b) };
  need(!leavesTie(decide(found().rules, claim())), "the presidium chose what it may not"); // none ticked
  await key.keep(withTyped(key.opened, uuid, told));
  if (go("decide")) compare();
}

/** Whether this device has signed this very text before, and the server has the signature. */
async function signedBefore() {
  const { outcomes = {} } = saidOf(key.opened, uuid);
  return outcomes[now.serial] === (await hexSha256(now.ours)) && (await ownPart()).signed;
}

/** Wait for the count to be declared complete, and hold the server's text against our own. */
async function compare() {
  let signed = false;
  try {
    const theirs = await until(() => getText(`${address}/outcome.json`));
    now = { ...now, ...boundOf(theirs), theirs };
    now.ours = written(found().rules, claim());
    signed = now.ours === now.theirs && (await signedBefore());
  } catch (error) {
    trouble(sentenceOf(error));
    return;
  }
  if (now.ours === now.theirs) {
    showOutcome();
    go("agree");
    if (signed) go("sign");
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
