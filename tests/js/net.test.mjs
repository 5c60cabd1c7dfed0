// Every request ends: with an answer, or with word that none came. Who finds no room comes again by itself.

import assert from "node:assert/strict";
import { test } from "node:test";

import { looker } from "../../static/js/hall/looker.js";
import { Away, ask, askPatiently, Busy } from "../../static/js/net.js";
import { Server } from "../../static/js/tablet/server.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const busy = (seconds) => new Response("{}", { status: 503, headers: { "Retry-After": seconds } });

/** A network that takes every call and answers none; a call ends only when it is given up. */
const silent = (_url, { signal }) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** An answer whose pieces are pushed by hand. */
function inPieces(signal) {
  let pieces;
  const body = new ReadableStream({ start: (controller) => { pieces = controller; } });
  signal.addEventListener("abort", () => pieces.error(signal.reason));
  return { answer: new Response(body), push: (bytes) => pieces.enqueue(bytes), end: () => pieces.close() };
}

test("a silent network is given up when the time is over", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.fetch = silent;
  const asked = ask("/x", { limit: 8000 });
  t.mock.timers.tick(7999);
  assert.equal(await Promise.race([asked.catch(() => "over"), turn().then(() => "asking")]), "asking");
  t.mock.timers.tick(1);
  await assert.rejects(asked, Away);
});

test("a large document may take long, but not fall silent", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let sent;
  globalThis.fetch = async (_url, { signal }) => {
    sent = inPieces(signal);
    return sent.answer;
  };
  const asked = ask("/sealed.json", { limit: 1000, byPieces: true });
  for (const piece of ["[1", ",2", "]"]) {
    await turn();
    t.mock.timers.tick(900);
    sent.push(new TextEncoder().encode(piece));
    await turn();
  }
  sent.end();
  assert.equal((await asked).text, "[1,2]");
  const other = ask("/sealed.json", { limit: 1000, byPieces: true });
  await turn();
  sent.push(new TextEncoder().encode("[1"));
  await turn();
  t.mock.timers.tick(1000);
  await assert.rejects(other, Away);
});

test("a letter cut in two by the network is put together again", async () => {
  let sent;
  globalThis.fetch = async (_url, { signal }) => {
    sent = inPieces(signal);
    return sent.answer;
  };
  const asked = ask("/x", { byPieces: true });
  await turn();
  const bytes = new TextEncoder().encode("票");
  sent.push(bytes.slice(0, 1));
  sent.push(bytes.slice(1));
  sent.end();
  assert.equal((await asked).text, "票");
});

test("no room is no refusal: it is asked again when the server says so", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const answers = [busy("7"), new Response("ok")];
  globalThis.fetch = async () => answers.shift();
  let told = 0;
  const asked = askPatiently("/x", { waiting: () => { told += 1; } });
  await turn();
  assert.equal(told, 1);
  t.mock.timers.tick(5000);
  await turn();
  assert.equal(answers.length, 1, "not before the server's seconds, less a little chance");
  t.mock.timers.tick(4000);
  assert.equal((await asked).text, "ok");
});

test("what is asked once says that there was no room, and for how long", async () => {
  globalThis.fetch = async () => busy("4");
  await assert.rejects(ask("/x"), (error) => error instanceof Busy && error instanceof Away && error.seconds === 4);
  await assert.rejects(askPatiently("/x", { tries: 1 }), Busy);
});

test("a tablet in the queue sends its sign-in again, and a draw without room may be tried again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const paths = [];
  const me = () => new Response('{"csrf":"c","signed_in":true}');
  const answers = [me, () => busy("2"), me, me];
  globalThis.fetch = async (url, { method = "GET" }) => {
    paths.push(`${method} ${url}`);
    return answers.shift()();
  };
  const server = new Server({ dataset: { base: "/t/", signIn: "/sign-in" } });
  let told = 0;
  const signed = server.signIn("001", "482913", () => { told += 1; });
  while (told === 0) await turn();
  t.mock.timers.tick(3000);
  assert.equal((await signed).signed_in, true);
  assert.deepEqual(paths, ["GET /t/me.json", "POST /sign-in", "POST /sign-in", "GET /t/me.json"]);
  globalThis.fetch = async () => busy("2");
  await assert.rejects(server.draw("u", "b", "c"), Away);
});

test("one look at a time; asked for meanwhile, once more; after silence, again by itself", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const ends = [];
  const look = looker(() => new Promise((resolve, reject) => ends.push({ resolve, reject })));
  const first = look();
  look();
  look();
  assert.equal(ends.length, 1);
  ends[0].resolve();
  await turn();
  assert.equal(ends.length, 2);
  ends[1].reject(new Away("x"));
  await first;
  t.mock.timers.tick(5000);
  assert.equal(ends.length, 3);
  ends[2].resolve();
  await turn();
  const last = look();
  ends[3].reject(new TypeError("a fault of the page"));
  await assert.rejects(last, TypeError);
  look();
  assert.equal(ends.length, 5, "after a fault too the next look is taken");
});
