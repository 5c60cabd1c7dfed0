// A credential and the blinding of its request, derived from keying material instead of chance; talks to no server.
// HKDF-SHA256 (RFC 5869), one label per value: PURPOSE|UUID|VALUE. Encryption randomness is never derived.

import { blind, SALT_BYTES, tokenMessage } from "./blindrsa.js";
import { utf8 } from "./canonical.js";
import { generator, Q, toNumber } from "./group.js";

/** Keying material from which one ballot's values follow.
 * @param {Bytes} bytes */
export function materialOf(bytes) {
  return crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits"]);
}

/** @param {CryptoKey} material @param {string} label @param {number} length in bytes */
export async function bytesOf(material, label, length) {
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(label) };
  return new Uint8Array(await crypto.subtle.deriveBits(derivation, material, 8 * length));
}

/** Derive a credential of one ballot under an issuer {n, e}, and the request for its token.
 *
 * Returns {secret, credential, salt, inverse, blinded}: numbers and bytes.
 * @param {CryptoKey} material @param {string} purpose @param {string} uuid @param {RsaKey} issuer */
export async function deriveRequest(material, purpose, uuid, issuer) {
  /** @param {string} value @param {number} length */
  const draw = (value, length) => bytesOf(material, `${purpose}|${uuid}|${value}`, length);
  const size = Math.ceil(issuer.n.toString(16).length / 2);
  const secret = (toNumber(await draw("credential", 48)) % (Q - 1n)) + 1n;
  const inverse = (toNumber(await draw("inverse", size + 16)) % (issuer.n - 1n)) + 1n;
  const salt = await draw("salt", SALT_BYTES);
  const credential = generator().power(secret).toString();
  const { blinded } = await blind(issuer, tokenMessage(uuid, credential), salt, inverse);
  return { secret, credential, salt, inverse, blinded };
}
