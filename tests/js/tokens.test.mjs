import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { blind, expectSignature, finalize, parseIssuer, tokenMessage, VARIANT } from "../../static/js/belenios/blindrsa.js";
import { b64url, utf8 } from "../../static/js/belenios/canonical.js";
import { verify } from "../../static/js/belenios/ed25519.js";
import { DoesNotHold, Malformed } from "../../static/js/belenios/errors.js";
import { toNumber } from "../../static/js/belenios/group.js";
import { expectReceipt, shortTracker } from "../../static/js/belenios/receipt.js";
import { checkingAddress, receiptCode } from "../../static/js/tablet/receipt.js";
import { refuses } from "./support.mjs";

const RFC9474 = new URL("../belenios/rfc9474_vectors.json", import.meta.url);
const bytes = (text) => Uint8Array.from(Buffer.from(text.replace(/^0x/, ""), "hex"));
const number = (text) => BigInt(text.startsWith("0x") ? text : `0x${text}`);

test("all vectors of RFC 9474", async () => {
  const vectors = JSON.parse(readFileSync(RFC9474, "utf8"));
  assert.equal(vectors.length, 4);
  for (const vector of vectors) {
    const key = { n: number(vector.n), e: number(vector.e) };
    const message = bytes(vector.input_msg ?? vector.prepared_msg);
    const salt = vector.salt ? bytes(vector.salt) : new Uint8Array(0);
    const { blinded, inverse } = await blind(key, message, salt, number(vector.inv));
    assert.deepEqual(blinded, bytes(vector.blinded_msg), vector.name);
    const signature = await finalize(key, message, bytes(vector.blind_sig), inverse, salt.length);
    assert.deepEqual(signature, bytes(vector.sig), vector.name);
  }
});

async function issuer(bits = 3072) {
  const algorithm = { name: "RSA-PSS", modulusLength: bits, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-384" };
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const jwk = await webcrypto.subtle.exportKey("jwk", pair.privateKey);
  return { pair, json: { kty: "RSA", n: jwk.n, e: jwk.e, variant: VARIANT }, d: toNumber(Buffer.from(jwk.d, "base64url")) };
}

function slowPower(base, exponent, modulus) {
  let result = 1n;
  for (let [square, rest] = [base, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

test("a token is signed blindly and holds for its own credential only", async () => {
  const { json, d } = await issuer();
  const key = parseIssuer(json);
  const message = tokenMessage("uuid", "42");
  const { blinded, inverse } = await blind(key, message);
  const answer = slowPower(toNumber(blinded), d, key.n).toString(16).padStart(768, "0");
  const token = await finalize(key, message, bytes(answer), inverse);
  await expectSignature(key, message, token);
  await refuses(expectSignature(key, tokenMessage("uuid", "43"), token), DoesNotHold);
  const again = await blind(key, message);
  assert.notDeepEqual(again.blinded, blinded);
  await refuses(finalize(key, message, bytes(answer), again.inverse), DoesNotHold);
  await refuses(finalize(key, message, new Uint8Array(10), inverse), Malformed);
});

test("an issuer of another kind, size or exponent is refused", async () => {
  const { json } = await issuer(2048);
  assert.throws(() => parseIssuer(json), Malformed);
  const good = { kty: "RSA", n: b64url(new Uint8Array(384).fill(255)), e: "AQAB", variant: VARIANT };
  parseIssuer(good);
  for (const change of [{ kty: "EC" }, { variant: "RSABSSA-SHA384-PSS-Randomized" }, { e: "Aw" }, { n: "AQAB" }, { n: undefined }]) {
    assert.throws(() => parseIssuer({ ...good, ...change }), Malformed, JSON.stringify(change));
  }
});

// RFC 8032, section 7.1
const RFC8032 = [
  [
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
];

test("our own Ed25519 verification passes the vectors of RFC 8032 and refuses any change", async () => {
  for (const [key, message, signature] of RFC8032.map((vector) => vector.map(bytes))) {
    assert.equal(await verify(key, signature, message), true);
    for (const at of [0, 31, 32, 63]) {
      const changed = signature.slice();
      changed[at] ^= 1;
      assert.equal(await verify(key, changed, message), false);
    }
    assert.equal(await verify(key, signature, Uint8Array.from([...message, 0])), false);
    assert.equal(await verify(key, signature.subarray(1), message), false);
  }
});

test("a receipt holds for its own ballot only, with WebCrypto and without", async () => {
  const pair = await webcrypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  const publicKey = b64url(new Uint8Array(await webcrypto.subtle.exportKey("raw", pair.publicKey)));
  const signed = await webcrypto.subtle.sign("Ed25519", pair.privateKey, utf8("receipt|uuid|tracker"));
  const receipt = b64url(new Uint8Array(signed));
  const original = crypto.subtle.importKey;
  for (const old of [false, true]) {
    if (old) crypto.subtle.importKey = () => Promise.reject(new Error("NotSupportedError"));
    try {
      await expectReceipt(publicKey, "uuid", "tracker", receipt);
      await refuses(expectReceipt(publicKey, "uuid", "trackeR", receipt), DoesNotHold);
      await refuses(expectReceipt(publicKey, "other", "tracker", receipt), DoesNotHold);
    } finally {
      crypto.subtle.importKey = original;
    }
  }
  await refuses(expectReceipt(publicKey, "uuid", "tracker", receipt.slice(4)), Malformed);
});

test("ten characters are the leading fifty bits of a tracker, without case and look-alikes", async () => {
  assert.equal(shortTracker("A".repeat(43)), "0".repeat(10));
  assert.equal(shortTracker(`${"_".repeat(42)}8`), "Z".repeat(10));
  assert.equal(shortTracker(b64url(bytes(`00443214c74240${"00".repeat(25)}`))), "0123456789");
  assert.equal(receiptCode(`${"/".repeat(42)}8`), "ZZZZZ ZZZZZ");
  await refuses(Promise.resolve().then(() => shortTracker("no tracker")), Malformed);
});

test("the receipt stands in the fragment of its address, in no part that a request carries", () => {
  const place = { origin: "https://hall.example:8443", code: "140900", uuid: "8kQ2mVpX4rTnZd" };
  const [tracker, signature] = ["q2/Zk0+".padEnd(43, "A"), "S".repeat(86)];
  const url = new URL(checkingAddress(place, tracker, signature));
  assert.equal(url.hash, `#${place.uuid}.${"q2_Zk0-".padEnd(43, "A")}.${signature}`);
  assert.equal(url.pathname + url.search, "/j/140900/challenge");
  assert.ok(new URL(checkingAddress(place, tracker)).hash.endsWith("AAAA"));
});
