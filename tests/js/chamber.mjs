// A server after the close, as one scrutineer's device sees it: it takes statements and shares, shows what it likes, and loses
// requests and answers. What the device sent is kept as it came.

import assert from "node:assert/strict";

import { dump, hexSha256 } from "../../static/js/belenios/canonical.js";
import { Crew } from "../../static/js/belenios/crew.js";
import { boundOf, written } from "../../static/js/belenios/outcome.js";
import { boxDigest } from "../../static/js/belenios/tally.js";
import { rollOf } from "./box.mjs";
import { UUID } from "./support.mjs";

const OTHER_SEAT = 3;
const crew = new Crew(1);
const refused = (status, code) => ({ status, body: { error: { code, message: `因为 ${code}` } } });

/** said: texts by kind, each as often as it came; shares: digests; showing: "honest", "fewer" (a ballot less), "more" (a name
 * more), "lies" (another outcome than the shares give). present: 实到. */
export class Chamber {
  constructor(box, present) {
    Object.assign(this, { box, present, showing: "honest", serial: 1, previous: "" });
    this.said = { roll: [], sample: [], outcome: [] };
    this.shares = [];
    this.counted = null;
  }

  get ballots() {
    return this.showing === "fewer" ? this.box.ballots.slice(1) : this.box.ballots;
  }

  get names() {
    return this.box.names + (this.showing === "more" ? 1 : 0);
  }

  /** What is read aloud, and typed: of the box that is shown now. */
  async print() {
    return { digest: (await boxDigest(this.ballots)).slice(0, 24), count: `${this.ballots.length}`, names: `${this.names}`, attending: `${this.present}` };
  }

  paper(name) {
    if (name === "sealed") return dump(this.ballots);
    if (name === "roll") return dump(rollOf(this.names));
    if (name !== "tokens") return this.box.papers[name];
    const cast = new Set(this.ballots.map((raw) => JSON.parse(raw).credential));
    return dump({ tokens: this.box.tokens.filter(({ credential }) => cast.has(credential)) });
  }

  state(text) {
    const kind = text.split("|", 1)[0];
    const before = this.said[kind];
    before.push(text);
    if (kind !== "outcome" && before[0] !== text) return refused(409, "WrongMoment");
    if (kind === "outcome" && text !== `outcome|${UUID}|${this.counted}`) return refused(422, "RuleBroken");
    return { status: 200, body: { signed: true } };
  }

  /** What lies here from this seat. */
  get own() {
    return { lent: this.shares.length > 0, signed: this.said.outcome.includes(`outcome|${UUID}|${this.counted}`), waits: "" };
  }

  /** Take a share; another seat's lies there then, and the box is open. */
  async share({ digest, partial }) {
    this.shares.push({ digest, partial });
    const { election, key } = this.box;
    const { sum } = await crew.verifyBox(election, this.ballots);
    const other = await crew.ask("partialDecrypt", { election: election.raw, sum, share: key.secrets[OTHER_SEAT - 1].share });
    this.partials = [{ index: 1, partial }, { index: OTHER_SEAT, partial: other }];
    return { status: 200, body: { opened: true } };
  }

  /** The text of the count, as this server has it. */
  async outcome() {
    const { rules, roll } = this.box.papers;
    const counts = this.showing === "lies" ? this.box.counts.map((column) => column.map((one) => (one + 1) % 2)) : this.box.counts;
    const claim = {
      uuid: UUID, rules: await hexSha256(rules), digest: this.box.digest, roll: await hexSha256(roll), serial: this.serial, previous: this.previous,
      due: 9, present: this.present, issued: this.box.names, cast: this.box.ballots.length, counts, paper: null, by_presidium: [],
    };
    this.counted = written(JSON.parse(rules), claim);
    return this.counted;
  }

  /** Count anew: the next text names the one before. */
  async recount() {
    this.previous = await hexSha256(this.counted);
    this.serial = boundOf(this.counted).serial + 1;
    this.counted = null;
  }

  async answer(path, body) {
    const name = path.match(/^\/ballots\/(\w+)\/(\w+)(\.json)?$/);
    assert.ok(name && name[1] === UUID, path);
    if (name[2] === "statement") return this.state(body.text);
    if (name[2] === "share") return this.share(body);
    if (name[2] === "mine") return { status: 200, body: this.own };
    if (name[2] === "partials") return this.partials ? { status: 200, text: dump({ partials: this.partials }) } : refused(409, "WrongMoment");
    if (name[2] === "outcome") return { status: 200, text: await this.outcome() };
    return { status: 200, text: this.paper(name[2]) };
  }
}
