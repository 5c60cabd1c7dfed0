// Blind RSA signatures, the client's side: blind, finalize, verify; never signs.
// RFC 9474, sections 4.2 (Blind) and 4.4 (Finalize); RFC 8017, section 9.1.1 (EMSA-PSS) with SHA-384.

import { b64url, unb64url, utf8 } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";
import { toNumber } from "./group.js";
import { powerMod } from "./modular.js";

export const VARIANT = "RSABSSA-SHA384-PSS-Deterministic";
export const SALT_BYTES = 48;
const MODULUS_BITS = 3072;
const EXPONENT = 65537n;
const HASH = "SHA-384";
const HASH_BYTES = 48;

/** What the issuer signs blindly for a credential: UTF-8 of cred|UUID|C.
 * @param {string} uuid @param {string} credential */
export function tokenMessage(uuid, credential) {
  return utf8(`cred|${uuid}|${credential}`);
}

/** Read issuer.json: {"kty": "RSA", "n", "e", "variant"}. Returns {n, e}. Errors: Malformed.
 * @param {Issuer} issuer */
export function parseIssuer(issuer) {
  if (issuer?.kty !== "RSA" || issuer.variant !== VARIANT) throw new Malformed("issuer is of another kind");
  const [n, e] = [toNumber(unb64url(issuer.n)), toNumber(unb64url(issuer.e))];
  if (bitLength(n) !== MODULUS_BITS || e !== EXPONENT) throw new Malformed("issuer key is of another size");
  return { n, e };
}

/** @param {bigint} number */
function bitLength(number) {
  return number.toString(2).length;
}

/** Write a number as `length` big-endian bytes.
 * @param {bigint} number @param {number} length */
function toBytes(number, length) {
  const text = number.toString(16).padStart(2 * length, "0");
  return Uint8Array.from({ length }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** @param {...(Uint8Array | number[])} parts */
function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Bytes} bytes */
async function digest(bytes) {
  return new Uint8Array(await crypto.subtle.digest(HASH, bytes));
}

/** Invert modulo n by the extended Euclidean algorithm; null when it has no inverse.
 * @param {bigint} number @param {bigint} modulus */
function inverseMod(number, modulus) {
  let [r0, r1, s0, s1] = [modulus, number % modulus, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - quotient * r1, s1, s0 - quotient * s1];
  }
  if (r0 !== 1n) return null;
  return s0 < 0n ? s0 + modulus : s0;
}

/** EMSA-PSS-ENCODE with SHA-384 and MGF1; bits: length of the encoded message.
 * @param {Bytes} message @param {number} bits @param {Bytes} salt */
async function encode(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const hash = await digest(concat(new Uint8Array(8), await digest(message), salt));
  const block = concat(new Uint8Array(length - salt.length - HASH_BYTES - 2), [1], salt);
  for (let at = 0, counter = 0; at < block.length; at += HASH_BYTES, counter += 1) {
    const mask = await digest(concat(hash, [counter >>> 24, counter >>> 16, counter >>> 8, counter]));
    for (let i = 0; i < HASH_BYTES && at + i < block.length; i += 1) block[at + i] ^= mask[i];
  }
  block[0] &= 0xff >> (8 * length - bits);
  return concat(block, hash, [0xbc]);
}

/** Draw r with an inverse modulo n; returns the inverse, from which r follows.
 * @param {bigint} n */
function randomInverse(n) {
  const length = Math.ceil(bitLength(n) / 8);
  for (;;) {
    const candidate = toNumber(crypto.getRandomValues(new Uint8Array(length)));
    if (candidate > 1n && candidate < n && inverseMod(candidate, n) !== null) return candidate;
  }
}

/** Blind a message for a key {n, e}.
 *
 * Returns {blinded, inverse}: bytes to send and the number finalize needs. Both are stored before the request leaves,
 * so that a retry sends the same bytes. salt and inverse are parameters only for the RFC's test vectors.
 * @param {RsaKey} key @param {Bytes} message @param {bigint | null} inverse */
export async function blind(key, message, salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES)), inverse = null) {
  const bits = bitLength(key.n);
  const encoded = toNumber(await encode(message, bits - 1, salt));
  if (inverseMod(encoded, key.n) === null) throw new Malformed("message shares a factor with the key");
  const unblinder = inverse ?? randomInverse(key.n);
  const r = /** @type {bigint} */ (inverseMod(unblinder, key.n));
  return { blinded: toBytes((encoded * powerMod(r, key.e, key.n)) % key.n, Math.ceil(bits / 8)), inverse: unblinder };
}

/** Remove the blinding and check the signature. Errors: Malformed, DoesNotHold.
 * @param {RsaKey} key @param {Bytes} message @param {Bytes} blindSignature @param {bigint} inverse */
export async function finalize(key, message, blindSignature, inverse, saltBytes = SALT_BYTES) {
  const length = Math.ceil(bitLength(key.n) / 8);
  if (blindSignature.length !== length) throw new Malformed("blind signature has another length");
  const signature = toBytes((toNumber(blindSignature) * inverse) % key.n, length);
  await expectSignature(key, message, signature, saltBytes);
  return signature;
}

/** Check an RSA-PSS signature. Errors: DoesNotHold.
 * @param {RsaKey} key @param {Bytes} message @param {Bytes} signature */
export async function expectSignature(key, message, signature, saltBytes = SALT_BYTES) {
  const jwk = { kty: "RSA", alg: "PS384", ext: true, n: minimal(key.n), e: minimal(key.e) };
  const algorithm = { name: "RSA-PSS", hash: HASH };
  const publicKey = await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["verify"]);
  const holds = await crypto.subtle.verify({ name: "RSA-PSS", saltLength: saltBytes }, publicKey, signature, message);
  if (!holds) throw new DoesNotHold("token signature");
}

/** @param {bigint} number */
function minimal(number) {
  return b64url(toBytes(number, Math.ceil(bitLength(number) / 8)));
}
