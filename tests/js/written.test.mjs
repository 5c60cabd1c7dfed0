// What devices make of typed and scanned codes: the examples that the server is held to as well.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { badgeNumber } from "../../static/js/tablet/badge.js";
import { code, typedSeed } from "../../static/js/written.js";

const examples = JSON.parse(readFileSync(new URL("../core/written_examples.json", import.meta.url), "utf8"));

test("a code comes out as the server makes it", () => {
  for (const [given, wanted] of Object.entries(examples.code)) assert.equal(code(given), wanted, given);
});

test("a code in its form stays, whatever sign stood in it", () => {
  for (let at = 0; at < 0x110000; at += 1) {
    if (at >= 0xd800 && at < 0xe000) continue;
    const once = code(`0${String.fromCodePoint(at)}1`);
    if (code(once) !== once) assert.fail(at.toString(16));
  }
});

test("a seed is read whatever stands between its characters", () => {
  for (const [given, wanted] of Object.entries(examples.seed)) assert.equal(typedSeed(given), wanted);
});

test("a badge names its number in every width", () => {
  for (const text of ["140900:001", "１４０９００：００１", " ００１ ", "140900∶001\u200b"]) assert.equal(badgeNumber(text), "001");
});
