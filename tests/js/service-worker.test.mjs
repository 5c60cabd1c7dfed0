// The service worker of the tablet: on a network that is away or silent its page opens from what is kept.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const SOURCE = readFileSync(new URL("../../static/js/tablet/service-worker.js", import.meta.url), "utf8");
const ORIGIN = "https://hall.example";
const PAGE = `${ORIGIN}/j/140900/tablet/1/`;
const FILE = `${ORIGIN}/static/js/tablet/app.js`;
const turns = async () => { for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve)); };

/** Run the worker with these things kept and this network. Returns {open(url, mode), kept, asked}. */
function worker(network, held = {}) {
  const kept = new Map(Object.entries(held).map(([url, text]) => [url, new Response(text)]));
  const asked = [];
  const listeners = {};
  const address = (request) => request.url ?? request;
  const cache = {
    match: async (request) => kept.get(address(request))?.clone(),
    put: async (request, answer) => void kept.set(address(request), new Response(await answer.text())),
  };
  const self = {
    location: { origin: ORIGIN },
    registration: { scope: PAGE },
    addEventListener: (name, listen) => { listeners[name] = listen; },
    skipWaiting: () => {},
    clients: { claim: () => {} },
  };
  const fetch = (request, options) => {
    asked.push({ url: address(request), signal: options?.signal });
    return network(address(request), options);
  };
  const caches = { open: async () => cache, keys: async () => [] };
  runInNewContext(SOURCE, { self, caches, fetch, AbortController, URL, Date, setTimeout, clearTimeout, Response, Promise });
  const after = [];
  const open = (url, mode = "navigate") => {
    let answer = null;
    const waitUntil = (work) => after.push(work);
    listeners.fetch({ request: { url, mode, method: "GET" }, waitUntil, respondWith: (promise) => { answer = promise; } });
    return answer?.then((found) => found.text());
  };
  const install = async () => {
    const works = [];
    listeners.install({ waitUntil: (work) => works.push(work) });
    await Promise.all(works);
  };
  return { open, install, kept, asked, settled: () => Promise.all(after) };
}

const silent = (_url, { signal }) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
const answering = (text, status = 200) => async () => new Response(text, { status });

test("the network comes first, and what it says is kept", async () => {
  const { open, kept } = worker(answering("new"), { [PAGE]: "old" });
  assert.equal(await open(PAGE), "new");
  assert.equal(await kept.get(PAGE).text(), "new");
});

test("on a silent network the page comes from what is kept within three seconds, and its files at once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { open, asked } = worker(silent, { [PAGE]: "old", [FILE]: "program" });
  const page = open(PAGE);
  await turns();
  t.mock.timers.tick(2999);
  assert.equal(await page, "old");
  assert.equal(await open(FILE, "cors"), "program");
  assert.equal(asked.length, 1, "no file waits behind a call that nobody answers");
  t.mock.timers.tick(60_000);
  const again = open(FILE, "cors");
  await turns();
  assert.equal(asked.length, 2, "later it asks again");
  t.mock.timers.tick(2999);
  assert.equal(await again, "program");
});

test("an answer that breaks off in silence counts as none", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const half = async (_url, { signal }) =>
    new Response(new ReadableStream({ start: (stream) => signal.addEventListener("abort", () => stream.error(signal.reason)) }));
  const { open } = worker(half, { [PAGE]: "old" });
  const page = open(PAGE);
  await turns();
  t.mock.timers.tick(2999);
  assert.equal(await page, "old");
});

test("a server or a gateway without room does not take the page away", async () => {
  for (const status of [500, 502, 503]) {
    assert.equal(await worker(answering("busy", status), { [PAGE]: "old" }).open(PAGE), "old");
  }
  assert.equal(await worker(answering("gone", 404), { [PAGE]: "old" }).open(PAGE), "gone");
});

test("a network that is away at once gives what is kept at once", async () => {
  const { open } = worker(async () => { throw new TypeError("no network"); }, { [PAGE]: "old" });
  assert.equal(await open(PAGE), "old");
});

test("every call has a limit, also where nothing is kept", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { open } = worker(silent);
  const page = open(PAGE);
  await turns();
  t.mock.timers.tick(20_000);
  await assert.rejects(page);
});

test("calls and ballots pass by: the worker answers only for the page and the program's files", () => {
  const { open } = worker(silent);
  for (const path of ["/booth/x", "/j/140900/tablet/1/state.json", "/j/140900/tablet/1/me.json", "/sign-in"]) {
    assert.equal(open(ORIGIN + path, "cors"), undefined);
  }
});

const SHELF = `${PAGE}reading/`;
const LIST = '<a href="/j/140900/tablet/1/reading/1">一</a> <a href="/j/140900/tablet/1/reading/2">二</a> <a href="/j/140900/reading/7">别处</a>';
const hall = async (url) => new Response(url === SHELF ? LIST : `page ${url}`, { headers: { "Content-Type": "text/html" } });

test("with the shelf all its candidates are kept, and once", async () => {
  const { open, kept, asked, settled } = worker(hall);
  await open(SHELF, "cors");
  await settled();
  assert.deepEqual([...kept.keys()], [SHELF, `${SHELF}1`, `${SHELF}2`]);
  await open(SHELF, "cors");
  await settled();
  assert.equal(asked.length, 4, "the texts are final: nothing but the list is asked again");
});

test("a tablet that is set up has the candidates, and is set up without them", async () => {
  const whole = worker(hall);
  await whole.install();
  assert.deepEqual([...whole.kept.keys()], [PAGE, SHELF, `${SHELF}1`, `${SHELF}2`]);
  const bare = worker(async (url) => (url === PAGE ? hall(url) : Promise.reject(new TypeError("no network"))));
  await bare.install();
  assert.deepEqual([...bare.kept.keys()], [PAGE]);
});

test("without a network a candidate opens from what is kept", async () => {
  const { open } = worker(async () => { throw new TypeError("no network"); }, { [`${SHELF}2`]: "kept" });
  assert.equal(await open(`${SHELF}2`), "kept");
});

test("the reading room itself is never kept: it shows what is one deputy's own", () => {
  const { open } = worker(silent);
  for (const path of ["/j/140900/reading/", "/j/140900/reading/7", "/j/140900/reading/booklet-2027.pdf"]) {
    assert.equal(open(ORIGIN + path), undefined);
  }
});
