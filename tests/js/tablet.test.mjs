// The tablet's calls and its kept ballots: only the booth itself refuses, and nothing that was refused vanishes unseen.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { b64Sha256, b64url, utf8 } from "../../static/js/belenios/canonical.js";
import { acknowledge, Delivery, earlierReceipt, refusedBallots } from "../../static/js/tablet/delivery.js";
import { Idle } from "../../static/js/tablet/idle.js";
import { PinKeys } from "../../static/js/tablet/sealing.js";
import { Away, booth, Refusal, Server } from "../../static/js/tablet/server.js";
import * as stash from "../../static/js/tablet/stash.js";
import { shelf } from "./shelf.mjs";

const BALLOT = { uuid: "1ooMockBa11otQ", token: "t", raw: '{"sealed":1}', receiptKey: "k" };
const main = { dataset: { base: "/j/140900/tablet/1/" } };

let stores;

beforeEach(() => {
  stores = shelf();
  globalThis.addEventListener = (_name, again) => setImmediate(again); // "online" at once: no test waits
  globalThis.removeEventListener = () => {};
});

const answer = (status, text) => new Response(text, { status });
const refusal = (status, code) => answer(status, JSON.stringify({ error: { code, message: `因为 ${code}` } }));
const portal = (status = 200) => answer(status, "<html>请先登录无线网</html>");
const cut = () => new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError("connection lost")) }));

/** Answer the booth's calls one after the other; the last answer for ever. Returns how many were asked. */
function answering(...answers) {
  const asked = { times: 0 };
  globalThis.fetch = async () => answers[Math.min(asked.times++, answers.length - 1)]();
  return asked;
}

test("an answer that breaks off in its body is no refusal", async () => {
  answering(cut);
  await assert.rejects(booth("/booth/x", {}), Away);
  await assert.rejects(new Server(main).state(), Away);
});

test("a body that never ends runs into the time limit", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.fetch = async (_url, { signal }) =>
    new Response(new ReadableStream({ start: (stream) => signal.addEventListener("abort", () => stream.error(signal.reason)) }));
  const asked = booth("/booth/x", {});
  await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(30_000);
  await assert.rejects(asked, Away);
});

test("a captive portal's page is no refusal and no answer", async () => {
  for (const status of [200, 403, 404, 511]) {
    answering(() => portal(status));
    await assert.rejects(booth("/booth/x", {}), Away, String(status));
    await assert.rejects(new Server(main).draw([{ uuid: "x", blinded: "b" }], "c"), Away, String(status));
    await assert.rejects(new Server(main).documents("x"), Away, String(status));
  }
});

test("the booth's own refusal is one, with its code and sentence", async () => {
  answering(() => refusal(409, "Closed"));
  await assert.rejects(booth("/booth/x", {}), (error) => error instanceof Refusal && error.code === "Closed" && error.sentence === "因为 Closed");
});

test("a busy booth is asked again, too many failures end it", async () => {
  for (const [status, code] of [[503, "Busy"], [503, "Fault"]]) {
    answering(() => refusal(status, code));
    await assert.rejects(booth("/booth/x", {}), Away);
  }
  answering(() => portal(429));
  await assert.rejects(booth("/booth/x", {}), Away, "a gateway that counts calls");
  answering(() => refusal(429, "TooManyFailures"));
  await assert.rejects(booth("/booth/x", {}), (error) => error instanceof Refusal && error.code === "TooManyFailures");
});

async function delivery(...answers) {
  const asked = answering(...answers);
  const one = new Delivery(new Server(main));
  const name = await one.keep(BALLOT);
  return { one, name, asked };
}

test("a gateway's 403 or 404, and a box that is not open yet, keep the ballot; only the booth's last word ends the delivery", async () => {
  const { one, name, asked } = await delivery(() => portal(403), () => portal(404), cut, () => refusal(404, "NotFound"), () => refusal(409, "TooEarly"), () => refusal(409, "Closed"));
  await assert.rejects(one.send(name), (error) => error.code === "Closed");
  assert.equal(asked.times, 6);
});

test("a stored ballot whose answer was lost is told as stored, not as refused", async () => {
  const tracker = await b64Sha256(BALLOT.raw);
  const { one, name, asked } = await delivery(cut, () => portal(), () => answer(201, JSON.stringify({ tracker, receipt: "AAAA" })));
  await assert.rejects(one.send(name), (error) => error.name === "Malformed"); // the receipt of this test is none
  assert.equal(asked.times, 3);
  assert.deepEqual(await one.counts(), { waiting: 1, refused: 0 });
});

test("too many failures end the delivery", async () => {
  const { one, name, asked } = await delivery(() => refusal(429, "TooManyFailures"));
  await assert.rejects(one.send(name), (error) => error.sentence === "因为 TooManyFailures");
  assert.equal(asked.times, 1);
});

test("a ballot of a set-up that was taken back is final, with the booth's words", async () => {
  const { one, name, asked } = await delivery(() => refusal(409, "Withdrawn"));
  await assert.rejects(one.send(name), (error) => error.sentence === "因为 Withdrawn");
  assert.equal(asked.times, 1);
});

test("what is refused after a restart is counted, with its reason, until somebody takes note", async () => {
  const { one, asked } = await delivery(() => refusal(409, "Spent"));
  const told = [];
  await one.resume((counts) => told.push(counts));
  assert.deepEqual(told, [{ waiting: 0, refused: 1 }]);
  const again = new Delivery(new Server(main));
  await again.resume();
  assert.equal(asked.times, 1, "what was refused for good is not sent again");
  const [{ name, refused }] = await refusedBallots();
  assert.equal(refused, "因为 Spent");
  await acknowledge(name);
  assert.deepEqual(await again.counts(), { waiting: 0, refused: 0 });
  assert.equal(stores.get("pending").size, 0);
});

test("a spent credential ends in the receipt of what it cast, if the box signed it, and in no other", async () => {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  const receiptKey = b64url(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  const signed = await crypto.subtle.sign("Ed25519", pair.privateKey, utf8(`receipt|${BALLOT.uuid}|first`));
  const held = { tracker: "first", receipt: b64url(new Uint8Array(signed)) };
  const kept = { ...BALLOT, receiptKey };
  assert.deepEqual(await earlierReceipt(kept, new Refusal(409, "已投", "Spent", held)), held);
  for (const told of [{}, { ...held, tracker: "second" }, { tracker: "first" }]) {
    assert.equal(await earlierReceipt(kept, new Refusal(409, "已投", "Spent", told)), null);
  }
  assert.equal(await earlierReceipt(kept, new Refusal(409, "已抽检", "Challenged", held)), null);
  assert.equal(await earlierReceipt(kept, new Away("busy")), null);
});

test("ballots of one draw that an earlier run left behind are sent apart, each after a time of chance", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.addEventListener = () => {};
  t.mock.method(Math, "random", () => 0.5);
  const asked = answering(() => refusal(409, "Closed"));
  const one = new Delivery(new Server(main));
  await one.keep(BALLOT);
  await one.keep({ ...BALLOT, uuid: "2ndMockBa11otQ" });
  const sent = one.resume();
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(asked.times, 0, "none at once");
  t.mock.timers.tick(16_000);
  await sent;
  assert.equal(asked.times, 2);
});

test("several ballots are drawn with one call, one alone with its own", async () => {
  const sent = [];
  globalThis.fetch = async (url, { body }) => {
    sent.push([url, JSON.parse(body)]);
    return answer(200, JSON.stringify({ signature: "s", signatures: ["s1", "s2"] }));
  };
  const [first, second] = [{ uuid: "x", blinded: "b" }, { uuid: "y", blinded: "c" }];
  const server = new Server(main);
  assert.deepEqual([await server.draw([first], "t"), await server.draw([first, second], "t")], [["s"], ["s1", "s2"]]);
  assert.deepEqual(sent, [["/ballots/x/draw", { blinded: "b" }], ["/ballots/draw", { draws: [first, second] }]]);
});

test("a credential belongs to one set-up of a ballot: UUID and 24 digits", async () => {
  const keys = await PinKeys.derive("140900", "001", "739204");
  const [before, anew] = ["111122223333444455556666", "777788889999000011112222"].map((fingerprint) => ({ uuid: BALLOT.uuid, fingerprint }));
  await stash.keep(keys, before, { secret: "1", token: null });
  assert.equal(await stash.find(keys, anew), null);
  assert.deepEqual(await stash.find(keys, before), { secret: "1", token: null });
  await stash.keep(keys, anew, { secret: "2", token: "t" });
  await stash.forget(keys, anew);
  assert.deepEqual([...stores.get("stash").keys()], [await keys.nameOf(`${BALLOT.uuid}|111122223333444455556666`)]);
});

test("a tablet is left alone from its last touch on", () => {
  const [target, clock] = [new EventTarget(), { ms: 0 }];
  const idle = new Idle(target, () => clock.ms);
  clock.ms = 200_000;
  assert.equal(idle.longerThan(300_000), false);
  target.dispatchEvent(new Event("pointerdown"));
  clock.ms = 499_999;
  assert.equal(idle.longerThan(300_000), false);
  clock.ms = 500_000;
  assert.equal(idle.longerThan(300_000), true);
});

test("no call to the booth carries a cookie, nor the address of the page", async () => {
  const sent = [];
  globalThis.fetch = async (url, options) => {
    sent.push([url, options.credentials, options.method ?? "GET"]);
    return answer(200, JSON.stringify({ signature: "s", tracker: "t", receipt: "r" }));
  };
  const server = new Server(main);
  await server.cast("u", "token", "ballot");
  await server.challenge("u", {});
  await server.cardSignature("u", "lookup");
  assert.deepEqual(sent, [
    ["/booth/u", "omit", "POST"],
    ["/booth/u/challenge", "omit", "POST"],
    ["/booth/u/card/lookup", "omit", "GET"],
  ]);
});

test("the secret of a bound tablet goes with the sign-in alone, its mark with no session", async () => {
  const sent = [];
  globalThis.fetch = async (url, { body, credentials }) => {
    sent.push([url, String(body ?? ""), credentials]);
    return answer(200, JSON.stringify({ csrf: "c", signature: "s", tracker: "t", receipt: "r", secret: "x", mark: "m", number: 3 }));
  };
  const server = new Server({ dataset: { base: "/t/", signIn: "/sign-in", signOut: "/sign-out", secret: "/secret" } }, () => "geheim");
  await server.signIn("001", "482913", () => {});
  const signedIn = sent.filter(([, body]) => body.includes("geheim")).map(([url]) => url);
  assert.deepEqual(signedIn, ["/sign-in"]);
  sent.length = 0;
  await server.state();
  await server.draw("u", "b", "c");
  await server.cast("u", "token", "ballot");
  await server.challenge("u", {});
  await server.signOut("c");
  await server.alive("m");
  assert.deepEqual(sent.filter(([url, body]) => `${url}${body}`.includes("geheim")), []);
  assert.deepEqual(sent.at(-1), ["/tablets/alive", "mark=m", "omit"]);
  assert.equal((await server.bindTablet("word")).number, 3);
});

test("only our own server's word releases a tablet", async () => {
  const server = new Server(main);
  answering(() => refusal(404, "NotFound"));
  await assert.rejects(server.alive("m"), (error) => error instanceof Refusal && error.status === 404);
  for (const said of [() => portal(404), cut, () => refusal(503, "Busy")]) {
    answering(said);
    await assert.rejects(server.alive("m"), Away);
  }
});
