// AES-256-GCM around what the tablet keeps: under the deputy's PIN, or under a key that never leaves this tablet.
// PBKDF2 (RFC 8018) and HKDF (RFC 5869). A PIN is short: this stops a finder without tools, no laboratory.

import { b64url, dump, load, utf8 } from "../belenios/canonical.js";
import { get, put } from "./store.js";

const ROUNDS = 600_000;
const AES = { name: "AES-GCM", length: 256 };

/** The keys of one deputy on this tablet: for each ballot a name and a key, from which nobody reads who he is. */
export class PinKeys {
  /** @param {string | undefined} code @param {string} number @param {string} pin */
  static async derive(code, number, pin) {
    const salt = await crypto.subtle.digest("SHA-256", utf8(`tablet|${code}|${number}`));
    const typed = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
    const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, typed, 256);
    return new PinKeys(await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey", "deriveBits"]));
  }

  /** @param {CryptoKey} material */
  constructor(material) {
    this.material = material;
  }

  /** @param {string} label */
  derivation(label) {
    return { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(label) };
  }

  /** @param {string} label */
  async nameOf(label) {
    return b64url(new Uint8Array(await crypto.subtle.deriveBits(this.derivation(`name|${label}`), this.material, 128)));
  }

  /** @param {string} label */
  keyOf(label) {
    /** @type {KeyUsage[]} */
    const uses = ["encrypt", "decrypt"];
    return crypto.subtle.deriveKey(this.derivation(`key|${label}`), this.material, AES, false, uses);
  }
}

/** The tablet's own key; it cannot be read out, only used here. */
export async function tabletKey() {
  const held = await get("keys", "tablet");
  if (held) return held;
  const made = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  await put("keys", "tablet", made);
  return made;
}

/** @param {CryptoKey} key @param {unknown} value */
export async function seal(key, value) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, utf8(dump(value)));
  return { nonce, body };
}

/** Open a sealed value. Errors: OperationError for another key.
 * @param {CryptoKey} key @param {Box} given */
export async function unseal(key, { nonce, body }) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, key, body);
  return load(new TextDecoder().decode(plain));
}
