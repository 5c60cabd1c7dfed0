// Ed25519 verification with BigInt, for browsers whose WebCrypto lacks it; never signs, holds no secret.
// RFC 8032, sections 5.1.2-5.1.4 and 5.1.7 (cofactorless).

import { powerMod } from "./modular.js";

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const ROOT = 19681161376707505956807079304988542015446066515923890162744021073123829784752n; // of -1
const BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202n;
const BASE_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960n;
/** @typedef {[bigint, bigint, bigint, bigint]} Point */

/** @type {Point} */
const BASE = [BASE_X, BASE_Y, 1n, mod(BASE_X * BASE_Y)];
/** @type {Point} */
const NEUTRAL = [0n, 1n, 1n, 0n];

/** @param {bigint} number */
function mod(number) {
  const rest = number % P;
  return rest < 0n ? rest + P : rest;
}

/** @param {bigint} base @param {bigint} exponent */
const power = (base, exponent) => powerMod(base, exponent, P);

/** @param {Bytes} bytes */
function littleEndian(bytes) {
  let hex = "0x0";
  for (let i = bytes.length - 1; i >= 0; i -= 1) hex += bytes[i].toString(16).padStart(2, "0");
  return BigInt(hex);
}

/** Add points in extended coordinates (section 5.1.4).
 * @param {Point} point @param {Point} other @returns {Point} */
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

/** @param {Point} point @param {bigint} scalar */
function multiply(point, scalar) {
  let result = NEUTRAL;
  let doubled = point;
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, doubled);
    doubled = add(doubled, doubled);
  }
  return result;
}

/** Decode a point (section 5.1.3); null when the bytes are none.
 * @param {Bytes} bytes @returns {Point | null} */
function decode(bytes) {
  const number = littleEndian(bytes);
  const sign = number >> 255n;
  const y = number & (2n ** 255n - 1n);
  if (y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(mod(u * power(v, 7n)), (P - 5n) / 8n));
  if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT);
  if (mod(v * x * x) !== u || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

/** Tell whether a signature of 64 bytes holds for a public key of 32 bytes.
 * @param {Bytes} publicKey @param {Bytes} signature @param {Bytes} message */
export async function verify(publicKey, signature, message) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const [a, r, s] = [decode(publicKey), decode(signature.subarray(0, 32)), littleEndian(signature.subarray(32))];
  if (a === null || r === null || s >= L) return false;
  const whole = new Uint8Array(64 + message.length);
  whole.set(signature.subarray(0, 32), 0);
  whole.set(publicKey, 32);
  whole.set(message, 64);
  const k = littleEndian(new Uint8Array(await crypto.subtle.digest("SHA-512", whole))) % L;
  const left = multiply(BASE, s);
  const right = add(r, multiply(a, k));
  return mod(left[0] * right[2]) === mod(right[0] * left[2]) && mod(left[1] * right[2]) === mod(right[1] * left[2]);
}
