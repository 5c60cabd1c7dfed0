/* Screens that follow the hall: polling begins when the stream is away, silent or deaf, and ends when it is well. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { follow, POLL_MS, SILENT_MS } from "../../static/js/hall/live.js";

let streams = [];
let looks = 0;

class FakeSource {
  constructor(url) {
    this.url = url;
    this.heard = {};
    this.closed = false;
    streams.push(this);
  }
  addEventListener(kind, act) { this.heard[kind] = act; }
  close() { this.closed = true; }
  beat(degraded) { this.heard.beat({ data: JSON.stringify({ degraded }) }); }
}

globalThis.EventSource = FakeSource;
globalThis.addEventListener = () => {};

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  [streams, looks] = [[], 0];
});

function followed() {
  follow("/live", () => { looks += 1; });
  return streams[0];
}

/** Time passes in which the stream beats every two seconds. */
function beating(stream, beats, degraded = false) {
  for (let i = 0; i < beats; i += 1) {
    mock.timers.tick(2000);
    stream.beat(degraded);
  }
}

test("a stream that is well is not polled beside", () => {
  const stream = followed();
  stream.onmessage({ data: "{}" });
  beating(stream, 30);
  assert.equal(looks, 1);
  assert.equal(streams.length, 1);
});

test("a stream that cannot hear the other processes is polled beside, at once and until it can", () => {
  const stream = followed();
  stream.beat(true);
  assert.equal(looks, 1);
  beating(stream, 2, true);
  assert.equal(looks, 2);
  stream.beat(false);
  beating(stream, 10);
  assert.equal(looks, 2);
});

test("a silent stream is noticed within five seconds, polled beside and opened anew", () => {
  const stream = followed();
  stream.beat(false);
  assert.ok(SILENT_MS <= 5000 && POLL_MS <= 5000);
  mock.timers.tick(SILENT_MS);
  assert.equal(looks, 1);
  assert.equal(stream.closed, true);
  assert.equal(streams.length, 2);
  streams[1].beat(false);
  beating(streams[1], 10);
  assert.equal(looks, 1);
});

test("a stream that the server refuses for good is tried again", () => {
  const stream = followed();
  stream.onerror();
  assert.equal(looks, 1);
  mock.timers.tick(SILENT_MS);
  assert.equal(streams.length, 2);
});
