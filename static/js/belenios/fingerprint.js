// Twenty-four digits that people compare aloud, with print or from one device to another; proves nothing by itself.
// PBKDF2-HMAC-SHA256 (RFC 8018), 100 000 rounds, so that two texts with one fingerprint are dear to find.
// voting/belenios/fingerprint.py says the same.

import { utf8 } from "./canonical.js";

const ROUNDS = 100_000;
const BYTES = 16;
export const DIGITS = 24;

/** The 24 digits (nearly 80 bits) of a public text: 128 derived bits, as a number, modulo 10^24.
 * @param {string} text */
export async function fingerprint(text) {
  const material = await crypto.subtle.importKey("raw", utf8(text), "PBKDF2", false, ["deriveBits"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt: utf8("fingerprint"), iterations: ROUNDS };
  let number = 0n;
  for (const byte of new Uint8Array(await crypto.subtle.deriveBits(derivation, material, 8 * BYTES))) {
    number = (number << 8n) | BigInt(byte);
  }
  return String(number % 10n ** BigInt(DIGITS)).padStart(DIGITS, "0");
}

/** Write a fingerprint in groups of four, as it is read aloud.
 * @param {string} digits */
export function grouped(digits) {
  return (digits.match(/.{1,4}/g) ?? []).join(" ");
}
