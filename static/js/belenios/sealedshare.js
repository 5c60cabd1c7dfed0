// The sealed channel between two scrutineers' devices; the server that relays it reads nothing.
// AES-256-GCM (NIST SP 800-38D) under HKDF-SHA256 (RFC 5869) of g^(ab), the Diffie-Hellman of the certified keys.

import { b64url, unb64url, utf8 } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";
import { parseScalar, power } from "./group.js";

const NONCE_BYTES = 12;

/** Derive the key of the channel from scrutineer `from` to scrutineer `to` of one ceremony. */
async function channelKey(secret, theirs, ceremony, from, to, usage) {
  const shared = utf8(power(theirs, secret).toString());
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(`share|${ceremony}|${from}|${to}`) };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [usage]);
}

/** Seal a share for another scrutineer. secret: ours; theirs: his certified encryption key. Returns base64url. */
export async function sealShare(share, secret, theirs, ceremony, from, to) {
  const key = await channelKey(secret, theirs, ceremony, from, to, "encrypt");
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, utf8(share.toString())));
  const whole = new Uint8Array(NONCE_BYTES + body.length);
  whole.set(nonce, 0);
  whole.set(body, NONCE_BYTES);
  return b64url(whole);
}

/** Open a share sealed for us. theirs: the sender's certified encryption key. Errors: Malformed, DoesNotHold. */
export async function openShare(sealed, secret, theirs, ceremony, from, to) {
  const whole = unb64url(sealed);
  if (whole.length <= NONCE_BYTES || whole.length > 256) throw new Malformed("sealed share has another length");
  const key = await channelKey(secret, theirs, ceremony, from, to, "decrypt");
  let plain;
  try {
    const iv = whole.subarray(0, NONCE_BYTES);
    plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, whole.subarray(NONCE_BYTES));
  } catch {
    throw new DoesNotHold(`sealed share of scrutineer ${from}`);
  }
  return parseScalar(new TextDecoder().decode(plain));
}
