// Check the receipt of a cast ballot; never makes one. RFC 8032 over receipt|UUID|TRACKER.

import { unb64url, utf8 } from "./canonical.js";
import { verify } from "./ed25519.js";
import { DoesNotHold, Malformed } from "./errors.js";

export const SHORT_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's Base32: no case, no look-alikes

/** The ten characters of a tracker (base64url) that people compare: its leading 50 bits. Errors: Malformed.
 * @param {string} tracker */
export function shortTracker(tracker) {
  let bits = 0n;
  for (const byte of unb64url(tracker).subarray(0, 7)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 6n;
  return Array.from({ length: 10 }, (_, i) => SHORT_ALPHABET[Number((bits >> BigInt(45 - 5 * i)) & 31n)]).join("");
}

/** Check the meeting's signature with WebCrypto, or with our own arithmetic where it has no Ed25519.
 * @param {Bytes} publicKey @param {Bytes} signature @param {Bytes} message */
async function holds(publicKey, signature, message) {
  let key;
  try {
    key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return verify(publicKey, signature, message);
  }
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
}

/** Check a receipt. publicKey, receipt: base64url of 32 and 64 bytes. Errors: Malformed, DoesNotHold.
 * @param {string} publicKey @param {string} uuid @param {string} tracker @param {string} receipt */
export async function expectReceipt(publicKey, uuid, tracker, receipt) {
  const [key, signature] = [unb64url(publicKey), unb64url(receipt)];
  if (key.length !== 32 || signature.length !== 64) throw new Malformed("receipt has another length");
  if (!(await holds(key, signature, utf8(`receipt|${uuid}|${tracker}`)))) throw new DoesNotHold("receipt");
}
