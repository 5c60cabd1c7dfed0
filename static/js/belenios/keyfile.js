// A scrutineer's key file: his secrets under a passphrase; leaves the device only as this sealed text.
// PBKDF2-HMAC-SHA256 (RFC 8018, 600 000 rounds), AES-256-GCM (NIST SP 800-38D). voting/belenios/keyfile.py reads the same.

import { b64url, dump, expectKeys, load, unb64url, utf8 } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";
import { parseScalar } from "./group.js";

const KDF = "PBKDF2-SHA256";
const VERSION = 2; // version 1 has no "said"; it is read
const ROUNDS = 600_000;
const FIELDS = ["version", "ceremony", "kdf", "rounds", "salt", "nonce", "sealed"];
export const SHORTEST_PASSPHRASE = 8;

/** @param {number} length */
function randomBytes(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** @param {string} passphrase @param {Bytes} salt @param {KeyUsage} usage */
async function passphraseKey(passphrase, salt, usage) {
  const material = await crypto.subtle.importKey("raw", utf8(passphrase), "PBKDF2", false, ["deriveKey"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [usage]);
}

/** Seal a scrutineer's secrets; returns the file's text.
 *
 * secrets: {ceremony, index, signing, decryption, share, digests, said}: scalars as decimal strings, share null before
 * round 3, digests: UUID -> the one digest that was opened, said: UUID -> what was signed (said.js). Errors: Malformed for a short passphrase.
 * @param {Secrets} secrets @param {string} passphrase */
export async function sealKeyFile(secrets, passphrase, random = randomBytes) {
  if ([...passphrase].length < SHORTEST_PASSPHRASE) throw new Malformed("passphrase is too short");
  const { ceremony, index, signing, decryption, share = null, digests = {}, said = {} } = secrets;
  const [salt, nonce] = [random(16), random(12)];
  const key = await passphraseKey(passphrase, salt, "encrypt");
  const algorithm = { name: "AES-GCM", iv: nonce, additionalData: utf8(`key|${ceremony}`) };
  const plain = utf8(dump({ index, signing, decryption, share, digests, said }));
  const sealed = b64url(new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain)));
  return dump({ version: VERSION, ceremony, kdf: KDF, rounds: ROUNDS, salt: b64url(salt), nonce: b64url(nonce), sealed });
}

/** Open a key file. Errors: Malformed when it is none, DoesNotHold when the passphrase is wrong or a byte changed.
 * @param {string} text @param {string} passphrase */
export async function openKeyFile(text, passphrase) {
  const file = load(text.trim(), 1 << 20);
  expectKeys(file, FIELDS, "key file");
  if (![1, VERSION].includes(file.version) || file.kdf !== KDF || file.rounds !== ROUNDS || typeof file.ceremony !== "string") {
    throw new Malformed("key file is of another kind");
  }
  const key = await passphraseKey(passphrase, unb64url(file.salt), "decrypt");
  const algorithm = { name: "AES-GCM", iv: unb64url(file.nonce), additionalData: utf8(`key|${file.ceremony}`) };
  let plain;
  try {
    plain = await crypto.subtle.decrypt(algorithm, key, unb64url(file.sealed));
  } catch {
    throw new DoesNotHold("passphrase");
  }
  return parse(file.ceremony, new TextDecoder().decode(plain));
}

/** @param {string} ceremony @param {string} plain */
function parse(ceremony, plain) {
  const secrets = load(plain, 1 << 20);
  const first = !("said" in Object(secrets));
  expectKeys(secrets, ["index", "signing", "decryption", "share", "digests", ...(first ? [] : ["said"])], "key file");
  if (!Number.isInteger(secrets.index) || secrets.index < 1) throw new Malformed("key file is damaged");
  for (const scalar of [secrets.signing, secrets.decryption, secrets.share ?? "0"]) parseScalar(scalar);
  return { ceremony, ...secrets, said: secrets.said ?? {} };
}
