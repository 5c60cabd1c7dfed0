// A scrutineer's device in any order of moves, on a network that loses requests and answers, with the power failing in the middle and
// a server that shows another box, another roll, another outcome: it says nothing twice otherwise, lends its share to one box alone
// and only after a sample that passed, and signs no count but its own. Nothing that it sends names a deputy or a receipt.

import assert from "node:assert/strict";
import { after as atEnd, test } from "node:test";

import { hexSha256 } from "../../static/js/belenios/canonical.js";
import { openKeyFile, sealKeyFile } from "../../static/js/belenios/keyfile.js";
import { shortTracker } from "../../static/js/belenios/receipt.js";
import { TASKS } from "../../static/js/belenios/tasks.js";
import { closedBox, receiptFor } from "./box.mjs";
import { Chamber } from "./chamber.mjs";
import { chance } from "./chance.mjs";
import { element, page, runOf, runs } from "./page.mjs";
import { shelf } from "./shelf.mjs";
import { CEREMONY, UUID } from "./support.mjs";

const SEEDS = Number(process.env.SEEDS ?? 1); // `make fuzz` plays 20
const RUNS = 5;
const PASSPHRASE = "一号监票人的口令";
const [PRESENT, NAMES] = [9, 7];
const PLACE = `${CEREMONY}/1`;
const KINDS = ["unknown", "refused", "uncast", "gone"];
const VALUES = {
  kind: "choose", seats: 2, quorum_base: "none", quorum_line: "more_than_half", pass_base: "present", pass_line: "more_than_half",
  tie_rule: "runoff", evaluation_base: "present", evaluation_abstain: true, satisfied_line: "more_than_half", basic_line: "more_than_half",
};
const box = await closedBox([[1, 0, 0], [1, 1, 0], [1, 1, 0], [1, 0, 1]], { drawn: NAMES, changed: { rules: VALUES } });
Object.assign(box, { names: NAMES, counts: [[4, 2, 1]] });
const sealedKey = await sealKeyFile({ ...box.key.secrets[0], ceremony: CEREMONY, index: 1, digests: {}, said: {} }, PASSPHRASE);

// Every device of these tests verifies one of a few boxes: what comes out of the same ballots is worked out once, and given anew.
const verified = new Map();
const { verifyPart } = TASKS;
TASKS.verifyPart = async (args, progress) => {
  const ballots = JSON.stringify(args);
  if (!verified.has(ballots)) verified.set(ballots, await verifyPart(args, progress));
  return structuredClone(verified.get(ballots));
};

const patient = globalThis.setTimeout;
globalThis.setTimeout = (work, ms, ...more) => patient(work, Math.min(ms ?? 0, 2), ...more);
const moment = () => new Promise((resolve) => patient(resolve, 1));

/** One device and its server. sent: what left; wrong: what should not have. */
class Opening {
  constructor(random) {
    this.random = random;
    this.server = new Chamber(box, PRESENT);
    this.stores = shelf();
    this.stores.set("keyfiles", new Map([[PLACE, sealedKey]]));
    [this.sent, this.wrong, this.buttons] = [[], new Set(), []];
    globalThis.fetch = (path, options = {}) => this.call(path, options);
  }

  picks(...from) {
    return from[Math.floor(this.random() * from.length)];
  }

  /** Load the page; what an earlier run of it still asks is never answered. */
  async load() {
    this.buttons = ["there", "gone", "uncast", "refused", "unknown"].map((answer) => element({ dataset: { answer } }));
    const opening = { ballot: UUID, ceremony: CEREMONY, index: "1", file: "key", closed: "yes", turn: "" };
    page({}, {
      opening: element({ dataset: opening }),
      turns: element({ dataset: { url: "/turns" } }),
      reasons: element({ textContent: "{}" }),
      "has-paper": element({ checked: false }),
    }, { "[data-answer]": this.buttons });
    this.alive = true;
    this.dies = new Promise((resolve) => {
      this.cut = () => {
        this.alive = false;
        resolve();
      };
    });
    const { stand } = await runOf("scrutineer", "stand", "opening");
    [this.stand, this.run] = [stand.stand, String(runs)];
  }

  /** Answer a call, or lose it. */
  async call(path, options) {
    const whose = new Error("whose").stack.match(/page\w+\/(\d+)\//)?.[1];
    const never = new Promise(() => {});
    if (path === "/turns" || whose !== this.run || !this.alive) return never;
    const body = options.method === "POST" ? JSON.parse(options.body) : null;
    const fate = this.random() < (body === null ? 0.97 : 0.7) ? "well" : this.picks("not_sent", "unheard", "busy", "cut_before", "cut_after");
    if (fate === "not_sent") throw new TypeError("no network");
    if (fate === "busy") return new Response("", { status: 503, headers: { "Retry-After": "0.001" } });
    if (fate === "cut_before") {
      this.cut();
      return never;
    }
    if (body !== null) await this.sees(path, body);
    const { status, text, body: said } = await this.server.answer(path, body);
    if (fate === "unheard") throw new TypeError("connection lost");
    if (fate === "cut_after") {
      this.cut();
      return never;
    }
    return new Response(text ?? JSON.stringify(said), { status });
  }

  /** Look at what leaves: it stands in the key file already, and names nobody and no ballot. */
  async sees(path, body) {
    const { digests, said } = await openKeyFile(this.stores.get("keyfiles").get(PLACE), PASSPHRASE);
    const { roll, sample = "", outcomes = {} } = said[UUID] ?? {};
    const text = body.text ?? "";
    const known = [roll, sample].includes(text) || Object.values(outcomes).includes(await hexSha256(text.split("|").slice(2).join("|")));
    if (path.endsWith("/statement") && !known) this.wrong.add(`said and not written down: ${text.slice(0, 40)}`);
    if (path.endsWith("/share") && digests[UUID] !== body.digest) this.wrong.add("a share for a box that is not written down");
    if (path.endsWith("/share") && !sample.endsWith("|passed")) this.wrong.add("a share without a sample that passed");
    const whole = JSON.stringify(body);
    if (/代表|第一代表团/.test(whole)) this.wrong.add("a name leaves");
    if (!text.startsWith("outcome") && SHORT.some((one) => whole.includes(one))) this.wrong.add("a receipt leaves");
    this.sent.push({ path, ...body });
  }

  /** Do what a person does, and wait until the device stands still; false when the power fails meanwhile. */
  async does(button, work = button) {
    for (const one of (button.heard.click ?? button.heard.submit ?? [])) one({ preventDefault() {} });
    while (this.alive && work.disabled) await Promise.race([moment(), this.dies]);
    await moment();
    return this.alive;
  }

  press(id) {
    return this.does(document.getElementById(id));
  }

  sends(id, typed) {
    const form = document.getElementById(id);
    form.typed = typed;
    return this.does(form, form.querySelector("[type=submit]"));
  }

  at(...states) {
    return states.includes(this.stand.state);
  }

  /** Wait for what comes by itself. */
  async until(...states) {
    for (let tries = 0; tries < 4000 && this.alive && !this.at(...states); tries += 1) await Promise.race([moment(), this.dies]);
    return this.alive;
  }

  /** Open the key; what is shown is checked, again where the network was away. */
  async unlocks() {
    await this.until("locked");
    if (!(await this.sends("unlock", { passphrase: PASSPHRASE, keyfile: null }))) return false;
    for (let tries = 0; tries < 20 && this.at("checking") && !document.getElementById("check-again").hidden; tries += 1) {
      if (!(await this.press("check-again"))) return false;
    }
    return true;
  }

  /** Ask who is called; most say 在. */
  async samples() {
    for (let asked = 0; asked < NAMES + 1 && this.at("calling"); asked += 1) {
      if (!(await this.press("come"))) return false;
      const answer = this.random() < 0.94 ? "there" : this.picks(...KINDS, "receipt");
      if (answer !== "receipt" && !(await this.says(answer))) return false;
      if (answer === "receipt" && !(await this.shows())) return false;
    }
    return true;
  }

  says(answer) {
    return this.does(this.buttons.find(({ dataset }) => dataset.answer === answer));
  }

  /** Show a receipt: of a ballot that is there, of one that is gone, of nobody's key. */
  async shows(kind = this.picks("there", "gone", "forged")) {
    const gone = receiptFor(GONE);
    const receipt = { there: receiptFor(this.stand.verified.trackers[0]), gone, forged: `${gone.slice(0, -4)}AAAA` }[kind];
    if (!(await this.press("miss"))) return false;
    if (!(await this.sends("receipt", { receipt }))) return false;
    assert.equal(this.at("stopped"), kind === "gone", kind);
    if (this.at("proving")) await this.press("receipt-back");
    return this.at("looking") ? this.says("there") : true;
  }

  /** As far as it goes. */
  async goesOn() {
    if (!(await this.unlocks())) return;
    if (this.server.said.sample.length > 0) assert.ok(!this.at("comparing", "calling"), "a sample that was signed is asked anew");
    if (this.at("comparing") && !(await this.sends("told", await this.server.print()))) return;
    if (this.at("calling") && !(await this.samples())) return;
    assert.ok(!this.at("calling", "looking", "proving", "passed", "failed", "stopped") || this.at("calling") || this.stand.names.length === 0, "names stay");
    if (this.at("passed") && !(await this.press("lend"))) return;
    if (this.at("lent") && !(await this.until("figuring", "awaiting", "agreeing", "differing", "signed"))) return;
    if (this.at("figuring") && !(await this.sends("figures", { present: String(PRESENT) }))) return;
    if (this.at("awaiting") && !(await this.until("agreeing", "differing"))) return;
    if (this.at("agreeing")) await this.sends("agreed", {});
  }

  /** What is true whatever happened. */
  expect() {
    assert.deepEqual([...this.wrong], []);
    for (const kind of ["roll", "sample"]) assert.ok(new Set(this.server.said[kind]).size <= 1, `two ${kind}s were signed`);
    assert.ok(new Set(this.server.shares.map(({ digest }) => digest)).size <= 1, "shares for two boxes");
    const [sample] = this.server.said.sample;
    if (sample !== undefined && !sample.endsWith("|passed")) assert.deepEqual(this.server.shares, [], "a share after a sample that did not pass");
    const counted = this.server.said.outcome.map((text) => JSON.parse(text.split("|").slice(2).join("|")));
    for (const { counts, serial } of counted) {
      assert.deepEqual(counts, box.counts, "a count was signed that the shares do not give");
      assert.ok(serial >= 1);
    }
    const serials = new Map(counted.map(({ serial }, i) => [serial, this.server.said.outcome[i]]));
    for (const [i, { serial }] of counted.entries()) assert.equal(this.server.said.outcome[i], serials.get(serial), "two outcomes of one number");
  }
}

const GONE = "A".repeat(43);
const SHORT = [];
for (const raw of box.ballots) {
  const hash = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(raw))).toString("base64url");
  SHORT.push(hash, shortTracker(hash));
}

async function play(seed) {
  const one = new Opening(chance(seed));
  for (let turn = 0; turn < RUNS; turn += 1) {
    if (one.random() < 0.4) one.server.showing = one.picks("honest", "fewer", "more", "lies");
    await one.load();
    await one.goesOn();
    one.expect();
    if (one.alive && one.at("signed")) {
      if (one.random() < 0.5) break;
      await one.server.recount();
    }
    if (one.alive && one.at("failed", "stopped")) break;
    one.cut();
  }
  one.server.showing = "honest";
  return one;
}

atEnd(() => {
  globalThis.fetch = () => new Promise(() => {}); // whatever still looks now and then is not answered any more
});

test("on a good day a device says three things, lends one share, and shows that it has signed", async () => {
  const one = new Opening(() => 0);
  await one.load();
  await one.goesOn();
  one.expect();
  assert.ok(one.at("signed"), one.stand.state);
  const { roll, sample, outcome } = one.server.said;
  assert.deepEqual([roll.length, new Set(sample).size, outcome.length, one.server.shares.length], [1, 1, 1, 1]);
});

test("a receipt of nobody's key and one of a ballot that is there stop nothing, one whose ballot is gone does", async () => {
  const one = new Opening(() => 0);
  await one.load();
  await one.unlocks();
  await one.sends("told", await one.server.print());
  for (const kind of ["forged", "there", "gone"]) {
    assert.ok(one.at("calling"), kind);
    await one.press("come");
    await one.shows(kind);
  }
  one.expect();
  assert.ok(one.at("stopped"));
  assert.ok(one.server.said.sample[0].endsWith("|2|0|0|stopped"));
});

test("who comes back is not asked again for what he gave: his share, his figures, his signature", async () => {
  const one = new Opening(() => 0);
  await one.load();
  await one.unlocks();
  await one.sends("told", await one.server.print());
  await one.samples();
  await one.press("lend");
  await one.until("figuring");
  assert.equal(document.getElementById("present").value, String(PRESENT), "实到 was typed at the comparison");
  await one.sends("figures", { present: String(PRESENT) });
  await one.until("agreeing");
  one.cut();
  await one.load();
  await one.unlocks();
  await one.until("agreeing");
  assert.ok(one.at("agreeing"), one.stand.state);
  assert.equal(document.getElementById("given").hidden, false);
  assert.equal(one.server.shares.length, 1);
  await one.sends("agreed", {});
  one.cut();
  await one.load();
  await one.unlocks();
  await one.until("signed");
  assert.ok(one.at("signed"), one.stand.state);
  assert.deepEqual([one.server.shares.length, one.server.said.outcome.length], [1, 1]);
  one.expect();
});

test("a share that was written down and did not arrive is given", async () => {
  const one = new Opening(() => 0);
  await one.load();
  await one.unlocks();
  await one.sends("told", await one.server.print());
  await one.samples();
  one.server.share = () => ({ status: 409, body: { error: { code: "WrongMoment", message: "须先有两人同意" } } });
  await one.press("lend");
  assert.ok(one.at("passed"));
  one.cut();
  delete one.server.share;
  await one.load();
  await one.unlocks();
  assert.ok(one.at("passed"), one.stand.state);
  await one.press("lend");
  assert.equal(one.server.shares.length, 1);
});

for (let seed = 1; seed <= SEEDS; seed += 1) {
  test(`seed ${seed}: a device opens one box, after its sample, and signs its own count`, async () => {
    (await play(seed)).expect();
  });
}
