// The sealed channel between two scrutineers' devices; the server that relays it reads nothing.
// AES-256-GCM (NIST SP 800-38D) under HKDF-SHA256 (RFC 5869) of g^(ab), the Diffie-Hellman of the certified keys.

import { b64url, unb64url, utf8 } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";
import { parseScalar, power } from "./group.js";

const NONCE_BYTES = 12;

/** Derive the key of the channel from scrutineer `from` to scrutineer `to` of one ceremony.
 * @param {Channel} given @param {KeyUsage} usage */
async function channelKey({ secret, theirs, ceremony, from, to }, usage) {
  const shared = utf8(power(theirs, secret).toString());
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(`share|${ceremony}|${from}|${to}`) };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [usage]);
}

/** @param {number} length */
function randomNonce(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Seal a share for another scrutineer; returns base64url of nonce, ciphertext and tag.
 *
 * channel: {secret: our decryption secret, theirs: the other's certified encryption key, ceremony, from, to}.
 * @param {bigint} share @param {Channel} channel */
export async function sealShare(share, channel, nonces = randomNonce) {
  const key = await channelKey(channel, "encrypt");
  const nonce = nonces(NONCE_BYTES);
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, utf8(share.toString())));
  const whole = new Uint8Array(NONCE_BYTES + body.length);
  whole.set(nonce, 0);
  whole.set(body, NONCE_BYTES);
  return b64url(whole);
}

/** Open a share sealed for us; channel as in sealShare. Errors: Malformed, DoesNotHold.
 * @param {string} sealed @param {Channel} channel */
export async function openShare(sealed, channel) {
  const whole = unb64url(sealed);
  if (whole.length <= NONCE_BYTES || whole.length > 256) throw new Malformed("sealed share has another length");
  const key = await channelKey(channel, "decrypt");
  let plain;
  try {
    const iv = whole.subarray(0, NONCE_BYTES);
    plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, whole.subarray(NONCE_BYTES));
  } catch {
    throw new DoesNotHold(`sealed share of scrutineer ${channel.from}`);
  }
  return parseScalar(new TextDecoder().decode(plain));
}
