// Sixteen characters that people compare aloud or with the hall screen; proves nothing by itself.
// PBKDF2-HMAC-SHA256 (RFC 8018), 100 000 rounds, so that two texts with one fingerprint are dear to find; RFC 4648 Base32.

import { utf8 } from "./canonical.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ROUNDS = 100_000;
const BYTES = 10;

/** Sixteen characters (80 bits) of a public text.
 * @param {string} text */
export async function fingerprint(text) {
  const material = await crypto.subtle.importKey("raw", utf8(text), "PBKDF2", false, ["deriveBits"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt: utf8("fingerprint"), iterations: ROUNDS };
  return base32(new Uint8Array(await crypto.subtle.deriveBits(derivation, material, 8 * BYTES)));
}

/** @param {Bytes} bytes */
function base32(bytes) {
  let out = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) out += ALPHABET[(held >>> (bits - 5)) & 31];
  }
  return out;
}

/** Write a fingerprint in groups of four.
 * @param {string} text */
export function grouped(text) {
  return (text.match(/.{1,4}/g) ?? []).join("-");
}
