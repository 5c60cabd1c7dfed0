import assert from "node:assert/strict";
import { test } from "node:test";

import { b64Sha256, b64url, dump, hexSha256, load, unb64url } from "../../static/js/belenios/canonical.js";
import { Malformed } from "../../static/js/belenios/errors.js";

test("canonical JSON comes back as it went in", () => {
  for (const value of [{ b: 1, a: ["项目“一”", "\"\\/\n", "\u007f\u2028😀"] }, [], "", 0, true, null]) {
    assert.deepEqual(load(dump(value)), value);
  }
});

test("any other spelling of JSON is refused", () => {
  const spellings = [
    "{}}", "{ }", '{"a":1,"a":1}', '{"a":1.0}', '{"a":1e2}', '{"a":"\\u0041"}', "01", "nan", "\ufeff{}", '{"a":1}\n',
    "[".repeat(100_000) + "]".repeat(100_000), "123456789012345678901234567890", "", 7, null,
  ];
  for (const text of spellings) assert.throws(() => load(text), Malformed, String(text).slice(0, 40));
  assert.throws(() => load('"aaaa"', 5), Malformed);
});

test("hashes are the known ones", async () => {
  assert.equal(await hexSha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(await b64Sha256("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0");
});

test("base64url has one text per value", () => {
  for (let length = 0; length < 9; length += 1) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    assert.deepEqual(unb64url(b64url(bytes)), bytes);
  }
  for (const text of ["A", "AA==", "AB", "A+8", "A/8", "AA A", "AA\n", undefined, 5]) {
    assert.throws(() => unb64url(text), Malformed, String(text));
  }
});
