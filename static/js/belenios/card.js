// Token cards: everything of a card follows from its seed of 24 characters; talks to no server.
// Ballot protocol, step 3; HKDF-SHA256 (RFC 5869), one label per value. voting/belenios/card.py derives the same.

import { blind, SALT_BYTES, tokenMessage } from "./blindrsa.js";
import { b64url, utf8 } from "./canonical.js";
import { Malformed } from "./errors.js";
import { generator, Q, toNumber } from "./group.js";

const SEED = /^[A-Z2-7]{24}$/;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Draw a seed: 120 bits as 24 characters. */
export function newSeed() {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => ALPHABET[byte & 31]).join("");
}

/** @param {CryptoKey} material @param {string} uuid @param {string} label @param {number} length */
async function bytesOf(material, uuid, label, length) {
  const info = utf8(`card|${uuid}|${label}`);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info };
  return new Uint8Array(await crypto.subtle.deriveBits(derivation, material, 8 * length));
}

/** Derive a card of one ballot under an issuer {n, e}.
 *
 * Returns {secret, credential, salt, inverse, lookup, blinded}: numbers and bytes; lookup is base64url.
 * Errors: Malformed for a seed that is not 24 characters of A-Z and 2-7.
 * @param {string} seed @param {string} uuid @param {RsaKey} issuer */
export async function deriveCard(seed, uuid, issuer) {
  if (typeof seed !== "string" || !SEED.test(seed)) throw new Malformed("card seed");
  const material = await crypto.subtle.importKey("raw", utf8(seed), "HKDF", false, ["deriveBits"]);
  const size = Math.ceil(issuer.n.toString(16).length / 2);
  const secret = (toNumber(await bytesOf(material, uuid, "credential", 48)) % (Q - 1n)) + 1n;
  const inverse = (toNumber(await bytesOf(material, uuid, "inverse", size + 16)) % (issuer.n - 1n)) + 1n;
  const salt = await bytesOf(material, uuid, "salt", SALT_BYTES);
  const lookup = b64url(await bytesOf(material, uuid, "lookup", 16));
  const credential = generator().power(secret).toString();
  const { blinded } = await blind(issuer, tokenMessage(uuid, credential), salt, inverse);
  return { secret, credential, salt, inverse, lookup, blinded };
}
