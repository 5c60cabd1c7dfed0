// The tablet in any order of moves, on a network that loses requests and answers, with the power failing in the middle: whoever
// drew votes, once, and nothing of how he voted stays; whose tablet dies goes on at another one by his spare code, or is told why
// not. The same moves as tests/interleaved plays against the server.

import assert from "node:assert/strict";
import { test } from "node:test";

import { newSpareCode } from "../../static/js/belenios/spare.js";
import { PinKeys } from "../../static/js/tablet/sealing.js";
import { chance } from "./chance.mjs";
import { BASE, CODE, Hall } from "./hall.mjs";
import { page, run } from "./page.mjs";
import { shelf } from "./shelf.mjs";

const SEEDS = Number(process.env.SEEDS ?? 3); // `make fuzz` plays 60
const RUNS = 40;
const PRESSED = 3;
const DEATHS = 2;
const TYPED = 80; // how often a code is typed on a network on which half of all answers are lost
const FATES = ["not_sent", "unheard", "busy", "portal", "cut_before", "cut_after"];
const keys = await PinKeys.derive(CODE, "001", "739204");

/** One sitting of one deputy. slip: the spare code as he wrote it down; codes: all that he was shown, by set-up; died: tablets;
 * mistyped: codes of nobody's that were tried. */
class Sitting {
  constructor(seed) {
    this.random = chance(seed);
    this.stores = shelf();
    page({ base: BASE, code: CODE, meeting: "1" });
    this.hall = new Hall();
    this.bodies = [];
    this.sent = [];
    this.wrong = new Set();
    [this.slip, this.codes, this.died, this.mistyped] = [null, new Map(), 0, 0];
  }

  picks(...from) {
    return from[Math.floor(this.random() * from.length)];
  }

  /** Load the page; from now on calls may fail, and the power may. */
  async load() {
    this.page = await run("draw", "voting", "seat", "views", "delivery", "spare", "stash");
    const { seat } = this.page.seat;
    this.cut = new Promise((resolve) => {
      this.hall.serve((path) => this.fate(path), () => resolve("cut"), (path, options) => this.sees(path, options, seat));
    });
    this.page.views.move("begin");
  }

  /** What becomes of a call: documents come, a signature often finds nobody any more. */
  fate(path) {
    if (path.endsWith("/draw") && this.random() < 0.4) return "cut_after";
    return path.endsWith(".json") || this.random() < 0.5 ? "well" : this.picks(...FATES);
  }

  /** Look at a call; what is wrong with it is noted, for the tablet would take an error here for a network that is away. */
  sees(path, options, seat) {
    this.sent.push(`${path} ${JSON.stringify(options.headers ?? {})} ${options.body ?? ""}`);
    if (!path.startsWith("/booth/")) return;
    if (options.credentials !== "omit") this.wrong.add("the booth is called with cookies");
    if (path.endsWith("/challenge")) return;
    if (seat?.sealed) this.wrong.add("the randomness is there when the ballot leaves");
    this.bodies.push(options.body);
  }

  /** Do something, unless the power fails meanwhile: then false. */
  async lives(work) {
    return (await Promise.race([work.then(() => "done"), this.cut])) === "done";
  }

  /** The same server without faults, for what comes after. */
  calm() {
    this.hall.serve(() => "well", () => {}, (path, options) => this.sees(path, options));
  }

  /** Sign in and draw, or go on by the slip. Returns whether the tablet lives; null where another one has what was drawn. */
  async draws() {
    const { seat, views, draw } = this.page;
    seat.seat.deputy = { me: this.hall.me, number: "001", pin: null, keys };
    views.move("sign_in");
    if (!(await this.lives(draw.advance()))) return false;
    for (let pressed = 0; views.at("drawing", "draw_failed"); ) { // it looks again by itself, or its deputy presses
      if (views.at("draw_failed")) {
        assert.ok(pressed < PRESSED, "who drew is not refused for ever");
        seat.tryAgain();
        pressed += 1;
      }
      if (!(await this.lives(new Promise((resolve) => setTimeout(resolve, 1))))) return false;
    }
    if (views.at("elsewhere")) {
      if (this.slip === null) return null;
      if (!(await this.goesOn())) return false;
    }
    assert.ok(views.at("drawn", "choosing"), "who may draw has a ballot");
    assert.ok(seat.ballot().credential.token);
    return this.lives(this.notes());
  }

  /** Type the code of the slip, after one that is nobody's perhaps, until the network lets the answer through. */
  async goesOn() {
    const { spare, views } = this.page;
    const form = document.getElementById("spare-form");
    const mistakes = this.picks([], [newSpareCode()]);
    this.mistyped += mistakes.length;
    for (const code of [...mistakes, ...Array(TYPED).fill(this.slip)]) {
      if (!views.at("elsewhere")) break;
      form.typed = { spare: code };
      if (!(await this.lives(spare.useSpare({ preventDefault() {} })))) return false;
      assert.ok(code === this.slip || views.at("elsewhere"), "a code of nobody's opens nothing");
    }
    return true;
  }

  /** Where a code is shown, it is that of the draw; its deputy may write it down. With the token it is nowhere on the tablet. */
  async notes() {
    const { seat, stash } = this.page;
    const [{ uuid }, shown] = [seat.seat.ballot, seat.seat.spare];
    const kept = await stash.find(keys, seat.seat.ballot);
    assert.equal(kept.spare, undefined, "the code is kept with the token");
    if (shown === null) return;
    this.codes.set(uuid, (this.codes.get(uuid) ?? new Set()).add(shown));
    if (this.random() < 0.7) this.slip = shown;
  }

  /** The tablet is gone, and all that it kept; another one is fetched. */
  tabletDies() {
    this.stores = shelf();
    this.died += 1;
  }

  /** Fill in, perhaps test, and cast. */
  async votes() {
    const { seat, views, voting } = this.page;
    if (views.at("drawn")) {
      if (this.random() < 0.5) this.hall.state = "open";
      seat.ballot().state = "open"; // even where the box is not open yet: a screen that runs ahead loses nothing
      voting.openBallot("open");
    }
    if (this.random() < 0.4) {
      this.choose();
      if (!(await this.lives(voting.challenge()))) return false;
      if (views.at("challenged")) voting.openBallot("anew");
      else if (views.at("challenge_failed")) {
        seat.tryAgain();
        voting.revise();
      }
    }
    this.choose();
    return this.lives(voting.commit());
  }

  choose() {
    this.page.seat.choices().chosen = [this.picks([1, 0, 0], [0, 1, 1], [0, 0, 0])];
    this.page.voting.toReview();
  }

  /** What is true whenever the tablet stands still. */
  expectOneDraw() {
    const mine = new Set(this.hall.asked.filter((one) => one.startsWith(this.hall.uuid)));
    assert.ok(mine.size <= 1 + this.mistyped, "a set-up is asked with one request alone");
    for (const [uuid, codes] of this.codes) {
      assert.equal(codes.size, 1, `another code is shown for ${uuid}`);
      for (const code of codes) assert.ok(!this.sent.some((one) => one.includes(code)), "a code left the tablet");
    }
    assert.ok(this.hall.box.size <= 1);
    assert.deepEqual([...this.wrong], []);
  }
}

async function play(seed) {
  const one = new Sitting(seed);
  await one.hall.setUp();
  let ended = false;
  for (let turn = 0; turn < RUNS && !ended; turn += 1) {
    await one.load();
    const drew = await one.draws();
    if (drew === null) return one; // neither tablet nor code: he is told so, and is counted as not returned
    if (drew && one.died < DEATHS && one.random() < 0.4) { // with a ballot in hand
      one.tabletDies();
      continue;
    }
    if (drew && one.random() < 0.5) continue; // the page is loaded anew, with what it kept
    ended = drew && (await one.votes());
    if (ended) {
      assert.ok(one.page.views.at("receipt"), `${seed}: a cast ends in its receipt`);
      assert.deepEqual([one.stores.get("pending").size, one.stores.get("stash").size], [0, 0], "nothing of it stays");
    }
    one.expectOneDraw();
    if (one.hall.roll === null && one.random() < 0.3) {
      await one.hall.withdraw("AAAABBBBCCCCDDDD");
      one.slip = null;
    }
    if (!ended && one.random() < 0.25) one.tabletDies();
    else if ((one.stores.get("pending")?.size ?? 0) > 0) break; // a ballot was on its way when the power failed
  }
  await one.load();
  one.calm();
  one.hall.state = "open";
  await new one.page.delivery.Delivery(one.page.seat.server).resume();
  one.voted = true;
  return one;
}

for (let seed = 1; seed <= SEEDS; seed += 1) {
  test(`seed ${seed}: whoever drew votes once, whatever was lost on the way`, async () => {
    const one = await play(seed);
    if (one.voted) assert.equal(one.hall.box.size, 1);
    else assert.ok(one.died > 0 && one.hall.roll !== null, "who is told that another tablet has it drew on one that died");
    assert.equal(one.stores.get("pending")?.size ?? 0, 0);
    one.expectOneDraw();
    assert.ok(new Set(one.bodies).size <= 1 + one.died, "every try of a tablet sends the same ballot");
    assert.ok(!one.bodies.some((body) => body.includes("randomness")));
  });
}
