// Canonical JSON, hashes and base64 of the record; never interprets what it reads. Specification 2.0, sections 4.1-4.2.

import { Malformed } from "./errors.js";

const encoder = new TextEncoder();

/** Write canonical JSON: no spaces, keys in the order given, no escapes but those JSON needs.
 * @param {any} value */
export function dump(value) {
  return JSON.stringify(value);
}

/** Read canonical JSON: what dump would not write byte for byte (spaces, duplicate keys, 1.0, 1e3) is refused.
 *  most: the longest text in UTF-16 units. Errors: Malformed.
 * @param {unknown} text */
export function load(text, most = 1 << 24) {
  if (typeof text !== "string") throw new Malformed("not a text");
  if (text.length > most) throw new Malformed("text is too long");
  let value;
  try {
    value = JSON.parse(text);
    if (dump(value) !== text) throw new Malformed("text is not canonical JSON");
  } catch (error) {
    if (error instanceof Malformed) throw error;
    throw new Malformed("text is not JSON"); // SyntaxError, or RangeError of a nest too deep
  }
  return value;
}

/** Ask that a value is an object with exactly these keys in this order. Errors: Malformed.
 * @param {any} value @param {string[]} keys @param {string} what */
export function expectKeys(value, keys, what) {
  const found = value !== null && typeof value === "object" && !Array.isArray(value) ? Object.keys(value) : null;
  if (found === null || found.length !== keys.length || found.some((key, i) => key !== keys[i])) {
    throw new Malformed(`${what} has other fields`);
  }
}

/** Ask that a value is a list of exactly this length. Errors: Malformed.
 * @param {any} value @param {number} length @param {string} what */
export function expectList(value, length, what) {
  if (!Array.isArray(value) || value.length !== length) throw new Malformed(`${what} has another length`);
}

/** @param {string} text */
export function utf8(text) {
  return encoder.encode(text);
}

/** SHA-256 of a text's UTF-8 bytes, 32 bytes.
 * @param {string} text */
export async function sha256(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text */
export async function hexSha256(text) {
  return hex(await sha256(text));
}

/** Standard Base64 without padding: the form of hashes inside the record and of trackers.
 * @param {Uint8Array} bytes */
export function b64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/=+$/, "");
}

/** @param {string} text */
export async function b64Sha256(text) {
  return b64(await sha256(text));
}

/** Base64url without padding: the form of binary values in our calls.
 * @param {Uint8Array} bytes */
export function b64url(bytes) {
  return b64(bytes).replaceAll("+", "-").replaceAll("/", "_");
}

/** Read base64url without padding; only the one text that b64url writes. Errors: Malformed.
 * @param {unknown} text */
export function unb64url(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Malformed("base64url");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  if (b64url(bytes) !== text) throw new Malformed("base64url has stray bits");
  return bytes;
}
