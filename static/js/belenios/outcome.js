// The outcome of a ballot decided from its counts, as voting/belenios/outcome.py decides it; what a scrutineer signs is
// written here, byte for byte. Fetches nothing, signs nothing. Procedure 3.4 rows 1-11; section 5 for an evaluation.

import { dump, expectKeys, load } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";

const CLAIM = /** @type {const} */ ([
  ...["uuid", "rules", "digest", "roll", "serial", "previous"],
  ...["due", "present", "issued", "cast", "counts", "paper", "by_presidium"],
]);
const DECISION = ["void", "quorum", "pass_line", "lines", "tied", "open_places", "vacant"];

/** @param {boolean} held @param {string} reason */
function needForm(held, reason) {
  if (!held) throw new Malformed(reason);
}

/** @param {unknown} value */
const whole = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** @param {number[]} numbers */
const total = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

/** Decide a ballot.
 *
 * rules: parsed rules.json. claim: the outcome's own fields {due, present, issued, cast, counts, paper, by_presidium}.
 * Returns the decision with the fields of the outcome's text, in their order. Errors: Malformed for figures that cannot
 * be; DoesNotHold where the presidium chose what it may not.
 * @param {Rules} rules @param {Claim} claim */
export function decide(rules, claim) {
  const { paper } = claim;
  needForm([claim.due, claim.present, claim.issued, claim.cast].every(whole), "a figure is no number");
  let [votes, valid] = [votesOf(rules, claim.cast, claim.counts), claim.cast];
  if (paper !== null) {
    needForm([paper.issued, paper.collected, paper.valid, paper.on_roll].every(whole), "a figure is no number");
    needForm(paper.valid <= paper.collected, "more paper ballots are valid than collected");
    const more = votesOf(rules, paper.valid, paper.counts);
    votes = votes.map((given, i) => given.map((number, j) => number + more[i][j]));
    valid += paper.valid;
  }
  const values = rules.rules;
  const quorum = values.quorum_base === "none" ? 0 : partOf(values.quorum_line, claim.due);
  const validity = { void: reasonOfVoid(claim, quorum), quorum };
  return values.kind === "evaluate" ? graded(rules, claim, valid, votes, validity) : chosen(rules, claim, valid, votes, validity);
}

/** The counts of one channel as votes per candidate.
 * @param {Rules} rules @param {number} ballots @param {number[][]} counts */
function votesOf(rules, ballots, counts) {
  const { kind, seats, evaluation_abstain: abstain = true } = rules.rules;
  const number = rules.candidates.length;
  needForm(Array.isArray(counts) && counts.every((column) => Array.isArray(column) && column.every(whole)), "the counts are no numbers");
  if (kind === "choose") {
    needForm(counts.length === 1 && counts[0].length === number, "the counts do not fit the candidates");
    needForm(counts[0].every((count) => count <= ballots), "a count is not possible");
    needForm(total(counts[0]) <= ballots * seats, "more was chosen than the ballots could hold");
    return counts[0].map((approve) => [approve, 0, ballots - approve]);
  }
  const width = kind === "evaluate" && abstain ? 4 : 3;
  needForm(counts.length === number && counts.every((column) => column.length === width), "the counts do not fit the candidates");
  needForm(counts.every((column) => total(column) === ballots), "the votes for a candidate are not the ballots");
  return counts;
}

/** How many of `base` are enough.
 * @param {string} line @param {number} base */
function partOf(line, base) {
  if (line === "more_than_half") return Math.floor(base / 2) + 1;
  if (line === "half") return Math.floor((base + 1) / 2);
  if (line === "two_thirds") return Math.floor((2 * base + 2) / 3);
  throw new Malformed("a line of the ballot rules is unknown");
}

/** @param {string} name @param {Claim} claim @param {number} valid */
function baseOf(name, claim, valid) {
  if (name === "all") return claim.due;
  if (name === "present") return claim.present;
  if (name === "valid") return valid;
  throw new Malformed("a base of the ballot rules is unknown");
}

/** @param {Claim} given @param {number} quorum */
function reasonOfVoid({ present, issued, cast, paper }, quorum) {
  if (present < quorum) return "quorum";
  if (paper !== null && paper.issued > paper.on_roll) return "unlisted";
  if (issued + (paper?.issued ?? 0) > present) return "issued";
  return cast > issued || (paper !== null && paper.collected > paper.issued) ? "collected" : "";
}

/** @param {Candidate} candidate @param {number[]} votes @param {Partial<OutcomeLine>} found @returns {OutcomeLine} */
function lineOf({ ordinal, project_id }, votes, { passed = false, chosen: taken = false, grade = "" }) {
  return { ordinal, project_id, votes, passed, chosen: taken, grade };
}

/**
 * @param {Rules} given @param {Claim} claim @param {number} valid @param {number[][]} votes
 * @param {{void: string, quorum: number}} validity
 */
function graded({ rules, candidates }, claim, valid, votes, validity) {
  const base = baseOf(rules.evaluation_base, claim, valid);
  const [high, low] = [partOf(rules.satisfied_line, base), partOf(rules.basic_line, base)];
  /** @param {number[]} pair */
  const grade = ([satisfied, basically]) => {
    if (satisfied >= high) return "satisfied";
    return satisfied + basically >= low ? "basically" : "dissatisfied";
  };
  const lines = candidates.map((one, i) => lineOf(one, votes[i], { grade: validity.void ? "" : grade(votes[i]) }));
  return { ...validity, pass_line: high, lines, tied: [], open_places: 0, vacant: 0 };
}

/**
 * @param {Rules} given @param {Claim} claim @param {number} valid @param {number[][]} votes
 * @param {{void: string, quorum: number}} validity
 */
function chosen({ rules, candidates }, claim, valid, votes, validity) {
  const line = rules.pass_base === "none" ? 0 : partOf(rules.pass_line, baseOf(rules.pass_base, claim, valid));
  const passed = validity.void ? [] : [...votes.keys()].filter((i) => votes[i][0] >= line);
  let { taken, tied } = best(rules, votes, passed);
  let places = validity.void ? 0 : Math.min(rules.seats - taken.length, tied.length);
  if (claim.by_presidium.length > 0) {
    const picked = expectPicked(rules, claim.by_presidium, tied, places);
    [taken, tied, places] = [[...taken, ...picked], [], 0];
  }
  const lines = candidates.map((one, i) => lineOf(one, votes[i], { passed: passed.includes(i), chosen: taken.includes(i) }));
  const vacant = validity.void ? 0 : rules.seats - taken.length - places;
  const ordinals = tied.map((i) => i + 1).sort((a, b) => a - b);
  return { ...validity, pass_line: line, lines, tied: ordinals, open_places: places, vacant };
}

/** What the presidium chose, as places from 0. Errors: DoesNotHold.
 * @param {Rules["rules"]} rules @param {number[]} byPresidium @param {number[]} tied @param {number} places */
function expectPicked(rules, byPresidium, tied, places) {
  const picked = new Set(byPresidium.map((ordinal) => ordinal - 1));
  const allowed = rules.tie_rule === "presidium" && [...picked].every((i) => tied.includes(i));
  if (!allowed || byPresidium.length !== picked.size || picked.size !== places) {
    throw new DoesNotHold("the presidium chose what it may not");
  }
  return picked;
}

/** Take the best; returns who is chosen for certain and who shares the last places.
 * @param {Rules["rules"]} rules @param {number[][]} votes @param {number[]} passed
 * @returns {{taken: number[], tied: number[]}} */
function best(rules, votes, passed) {
  /** @param {number} i */
  const against = (i) => (rules.tie_rule === "fewer_oppose" ? votes[i][1] : 0);
  /** @param {number} a @param {number} b */
  const before = (a, b) => votes[b][0] - votes[a][0] || against(a) - against(b);
  const order = [...passed].sort(before);
  if (order.length <= rules.seats) return { taken: order, tied: [] };
  const edge = order[rules.seats - 1];
  if (before(order[rules.seats], edge) !== 0) return { taken: order.slice(0, rules.seats), tied: [] };
  return { taken: order.filter((i) => before(i, edge) < 0), tied: order.filter((i) => before(i, edge) === 0) };
}

/** Write the outcome of a ballot as this device decides it, byte for byte as it is signed.
 *
 * rules: parsed rules.json. claim: with {uuid, rules, digest, roll, serial, previous} beside its figures. Errors: as `decide`.
 * @param {Rules} rules @param {BoundClaim} claim */
export function written(rules, claim) {
  const given = Object.fromEntries(CLAIM.map((name) => [name, claim[name]]));
  const typed = { present: true, paper: claim.paper !== null, by_presidium: claim.by_presidium.length > 0 };
  const told = Object.entries(typed).flatMap(([name, was]) => (was ? [name] : []));
  return dump({ ...given, told, ...decide(rules, claim) });
}

/** Which fields of two texts differ, with both values. Errors: Malformed for a text that is no outcome of protocol 2.
 * @param {string} ours @param {string} theirs @returns {{name: string, ours: unknown, theirs: unknown}[]} */
export function differences(ours, theirs) {
  const [one, other] = [load(ours), load(theirs)];
  expectKeys(other, [...CLAIM, "told", ...DECISION], "the outcome");
  return Object.keys(one).flatMap((name) => (dump(one[name]) === dump(other[name]) ? [] : [{ name, ours: one[name], theirs: other[name] }]));
}

/** What the server alone knows of an outcome: its number and the text before it. Errors: Malformed.
 * @param {string} text */
export function boundOf(text) {
  const outcome = load(text);
  expectKeys(outcome, [...CLAIM, "told", ...DECISION], "the outcome");
  const { serial, previous } = outcome;
  needForm(whole(serial) && serial > 0 && typeof previous === "string" && (serial === 1) === (previous === ""), "the outcome's number");
  return { serial, previous };
}
