// Token cards: everything of a card follows from its seed of 24 characters; talks to no server.
// Ballot protocol, step 3. voting/belenios/card.py derives the same.

import { b64url, utf8 } from "./canonical.js";
import { bytesOf, deriveRequest, materialOf } from "./derived.js";
import { Malformed } from "./errors.js";

const SEED = /^[A-Z2-7]{24}$/;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const PURPOSE = "card";

/** Draw a seed: 120 bits as 24 characters. */
export function newSeed() {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => ALPHABET[byte & 31]).join("");
}

/** Derive a card of one ballot under an issuer {n, e}.
 *
 * Returns {secret, credential, salt, inverse, lookup, blinded}: numbers and bytes; lookup is base64url.
 * Errors: Malformed for a seed that is not 24 characters of A-Z and 2-7.
 * @param {string} seed @param {string} uuid @param {RsaKey} issuer */
export async function deriveCard(seed, uuid, issuer) {
  if (typeof seed !== "string" || !SEED.test(seed)) throw new Malformed("card seed");
  const material = await materialOf(utf8(seed));
  const lookup = b64url(await bytesOf(material, `${PURPOSE}|${uuid}|lookup`, 16));
  return { ...(await deriveRequest(material, PURPOSE, uuid, issuer)), lookup };
}
