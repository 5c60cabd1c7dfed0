// A scrutineer's key file: his secrets under a passphrase; never leaves the device but as this sealed text.
// PBKDF2-HMAC-SHA256 (RFC 8018, 600 000 rounds), AES-256-GCM (NIST SP 800-38D).

import { b64url, dump, load, unb64url, utf8 } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";

const FORMAT = "livelihood-ballot-key";
const ROUNDS = 600_000;
const MOST_ROUNDS = 10_000_000; // a forged file must not hang the page
export const SHORTEST_PASSPHRASE = 8;

async function passphraseKey(passphrase, salt, rounds, usage) {
  const material = await crypto.subtle.importKey("raw", utf8(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [usage]);
}

/** Seal any plain object under a passphrase. Returns the file's text. Errors: Malformed for a short passphrase. */
export async function sealKeyFile(secrets, passphrase, rounds = ROUNDS) {
  if ([...passphrase].length < SHORTEST_PASSPHRASE) throw new Malformed("passphrase is too short");
  const [salt, nonce] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))];
  const head = { format: FORMAT, version: 1, kdf: "PBKDF2-SHA256", rounds, salt: b64url(salt), nonce: b64url(nonce) };
  const key = await passphraseKey(passphrase, salt, rounds, "encrypt");
  const algorithm = { name: "AES-GCM", iv: nonce, additionalData: utf8(dump(head)) };
  const sealed = await crypto.subtle.encrypt(algorithm, key, utf8(dump(secrets)));
  return dump({ ...head, sealed: b64url(new Uint8Array(sealed)) });
}

/** Open a key file. Errors: Malformed when it is none, DoesNotHold when the passphrase is wrong or a byte changed. */
export async function openKeyFile(text, passphrase) {
  const { sealed, ...head } = load(text.trim(), 1 << 20);
  const known = head.format === FORMAT && head.version === 1 && head.kdf === "PBKDF2-SHA256";
  if (!known || !(Number.isInteger(head.rounds) && head.rounds > 0 && head.rounds <= MOST_ROUNDS)) {
    throw new Malformed("not a key file");
  }
  const key = await passphraseKey(passphrase, unb64url(head.salt), head.rounds, "decrypt");
  const algorithm = { name: "AES-GCM", iv: unb64url(head.nonce), additionalData: utf8(dump(head)) };
  let plain;
  try {
    plain = await crypto.subtle.decrypt(algorithm, key, unb64url(sealed));
  } catch {
    throw new DoesNotHold("passphrase");
  }
  return load(new TextDecoder().decode(plain), 1 << 20);
}
