// The spare code of a draw: the same request from the same code, another from every other, and a slip is read as it was written.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { VARIANT } from "../../static/js/belenios/blindrsa.js";
import { Malformed } from "../../static/js/belenios/errors.js";
import { isSpareCode, newSpareCode } from "../../static/js/belenios/spare.js";
import { TASKS } from "../../static/js/belenios/tasks.js";
import { typedSpare } from "../../static/js/written.js";
import { refuses } from "./support.mjs";

const CODE = "7K3M9QPDX0V1W2Z4";

async function issuer() {
  const algorithm = { name: "RSA-PSS", modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-384" };
  const { publicKey } = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { n, e } = await webcrypto.subtle.exportKey("jwk", publicKey);
  return { kty: "RSA", n, e, variant: VARIANT };
}

test("the same code gives the very same request; another ballot, code or issuer another one", async () => {
  const [one, other] = [await issuer(), await issuer()];
  const draw = (uuid, spare, key = one) => TASKS.draw({ uuid, issuer: key, spare });
  const first = await draw("8kQ2mVpX4rTnZd", CODE);
  assert.deepEqual(await draw("8kQ2mVpX4rTnZd", CODE), first);
  const others = [await draw("8kQ2mVpX4rTnZe", CODE), await draw("8kQ2mVpX4rTnZd", newSpareCode())];
  for (const made of others) for (const value of ["secret", "credential", "inverse", "blinded"]) assert.notEqual(made[value], first[value], value);
  assert.notEqual((await draw("8kQ2mVpX4rTnZd", CODE, other)).blinded, first.blinded);
});

test("what a ballot is encrypted with does not follow from the code", async () => {
  const source = await import("node:fs").then(({ readFileSync }) => readFileSync(new URL("../../static/js/belenios/ballot.js", import.meta.url), "utf8"));
  assert.doesNotMatch(source, /derived|spare|card\.js/);
});

test("a code is sixteen characters of an alphabet of thirty-two, each time others", async () => {
  const made = Array.from({ length: 200 }, newSpareCode);
  assert.equal(new Set(made).size, made.length);
  assert.ok(made.every((code) => /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) && isSpareCode(code)));
  assert.equal(new Set(made.join("")).size, 32);
  for (const bad of ["", CODE.slice(1), `${CODE}0`, CODE.replace("7", "U"), CODE.toLowerCase()]) {
    assert.equal(isSpareCode(bad), false, bad);
    await refuses(TASKS.draw({ uuid: "u", issuer: await issuer(), spare: bad }), Malformed);
  }
});

test("case, width, blanks and look-alikes of a slip do not matter", () => {
  for (const written of ["7K3M 9QPD X0V1 W2Z4", "7k3m9qpdx0v1w2z4", "７Ｋ３Ｍ－９ｑｐｄ—xOUl　w2z4", " 7K3M-9QPD-XoVI-W2Z4\n"]) {
    assert.equal(typedSpare(written), CODE, written);
  }
});
