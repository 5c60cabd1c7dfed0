// The spare code of a draw (备用码): sixteen characters of chance, from which another tablet makes the very same request when
// this one dies. Ballot protocol, step 3; PBKDF2 (RFC 8018) before the derivation of derived.js. Talks to no server, keeps nothing.

import { utf8 } from "./canonical.js";
import { deriveRequest, materialOf } from "./derived.js";
import { Malformed } from "./errors.js";
import { SHORT_ALPHABET } from "./receipt.js";

const LENGTH = 16;
const ROUNDS = 100_000; // each guess at a record that is public for ever costs as many hashings

/** Draw a spare code: 80 bits. */
export function newSpareCode() {
  return Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => SHORT_ALPHABET[byte & 31]).join("");
}

/** Whether these are sixteen characters of the alphabet.
 * @param {string} text */
export function isSpareCode(text) {
  return text.length === LENGTH && [...text].every((sign) => SHORT_ALPHABET.includes(sign));
}

/** Derive one ballot's credential and request for its token; see deriveRequest. Errors: Malformed for what is no spare code.
 * @param {string} code @param {string} uuid @param {RsaKey} issuer */
export async function deriveSpare(code, uuid, issuer) {
  if (!isSpareCode(code)) throw new Malformed("spare code");
  const typed = await crypto.subtle.importKey("raw", utf8(code), "PBKDF2", false, ["deriveBits"]);
  const stretching = { name: "PBKDF2", hash: "SHA-256", salt: utf8(`spare|${uuid}`), iterations: ROUNDS };
  const material = await materialOf(new Uint8Array(await crypto.subtle.deriveBits(stretching, typed, 256)));
  return deriveRequest(material, "spare", uuid, issuer);
}
