// The group BELENIOS-2048 with BigInt; knows no proof and no election. Belenios specification 2.0, section 5.1.
//
// BigInt arithmetic is not constant-time: docs/threat-model.md says what that means for a stolen device.

import { DoesNotHold, Malformed } from "./errors.js";

export const NAME = "BELENIOS-2048";
export const P = 20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980030790491654063777173764198678527273474476341835600035698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719n;
export const Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441n;
export const G = 2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678799694668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661215055797097162016168270312886432456663834863635782106154918419982534315189740658186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982665103606822406635076697764025346253773085133173495194248967754052573659049492477631475991575198775177711481490920456600205478127054728238140972518639858334115700568353695553423781475582491896050296680037745308460627n;

const BITS = 256; // of Q
const FIXED_WINDOW = 6; // 43 rows of 63 elements: 10 ms to make, 43 multiplications a power
const SHARED_WINDOW = 4n;
const ELEMENT_DIGITS = 617; // of P
const DECIMAL = /^(0|[1-9][0-9]*)$/;

/** Reduce mod q into 0..q-1, also when negative.
 * @param {bigint} number */
export function scalar(number) {
  const rest = number % Q;
  return rest < 0n ? rest + Q : rest;
}

/** @param {bigint} a @param {bigint} b */
export function times(a, b) {
  return (a * b) % P;
}

/** Invert an element of the subgroup (x^q = 1), by Fermat inside the subgroup.
 * @param {bigint} element */
export function invert(element) {
  return power(element, Q - 1n);
}

/** Read bytes as one big-endian number.
 * @param {Uint8Array} bytes */
export function toNumber(bytes) {
  let hex = "0x0";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(hex);
}

/** Draw a uniform scalar: 384 random bits, so that the bias of the reduction is below 2^-127. */
export function randomScalar() {
  return toNumber(crypto.getRandomValues(new Uint8Array(48))) % Q;
}

/** Read a scalar, decimal, without leading zero, 0 <= x < q. Errors: Malformed.
 * @param {unknown} text */
export function parseScalar(text) {
  if (typeof text !== "string" || text.length > 78 || !DECIMAL.test(text)) throw new Malformed("scalar is not a decimal");
  const number = BigInt(text);
  if (number >= Q) throw new Malformed("scalar is not below q");
  return number;
}

/** Read a number 0 < x < p without asking whether it is in the subgroup; ask isMember before use. Errors: Malformed.
 * @param {unknown} text */
export function parseElement(text) {
  if (typeof text !== "string" || text.length > ELEMENT_DIGITS || !DECIMAL.test(text)) {
    throw new Malformed("element is not a decimal");
  }
  const number = BigInt(text);
  if (number === 0n || number >= P) throw new Malformed("element is not between 0 and p");
  return number;
}

/** Read a member of the subgroup. Never batched: (p-1)/q has the factors 2 and 3. Errors: Malformed, DoesNotHold.
 * @param {unknown} text */
export function parseMember(text) {
  const number = parseElement(text);
  if (!new Base(number).isMember()) throw new DoesNotHold("element is outside the subgroup");
  return number;
}

/** Raise any element to 0 <= exponent.
 * @param {bigint} element @param {bigint} exponent */
export function power(element, exponent) {
  return new Base(element).power(exponent);
}

const Q_DIGITS = oddDigits(Q);

/** One base whose 256 squarings are shared by all its powers: membership and each challenge. */
export class Base {
  /** @param {bigint} element */
  constructor(element) {
    this.squares = new Array(BITS);
    for (let i = 0, square = element; i < BITS; i += 1, square = (square * square) % P) this.squares[i] = square;
  }

  /** @param {bigint} exponent */
  power(exponent) {
    return gather(this.squares, oddDigits(exponent));
  }

  isMember() {
    return gather(this.squares, Q_DIGITS) === 1n;
  }
}

/** Write e = sum (2d+1) 2^i over the returned flat list i, d, i, d, ..., 0 <= d < 8.
 * @param {bigint} exponent */
function oddDigits(exponent) {
  const digits = [];
  const bits = exponent.toString(2);
  const last = bits.length - 1;
  let i = 0;
  while (i <= last) {
    if (bits[last - i] === "0") {
      i += 1;
      continue;
    }
    let digit = 0;
    for (let k = 1; k < Number(SHARED_WINDOW); k += 1) {
      if (i + k <= last && bits[last - i - k] === "1") digit |= 1 << (k - 1);
    }
    digits.push(i, digit);
    i += Number(SHARED_WINDOW);
  }
  return digits;
}

/** Multiply the squares by Yao's buckets: prod B_d^(2d+1) = (prod B_d^d)^2 prod B_d.
 * @param {bigint[]} squares @param {number[]} digits */
function gather(squares, digits) {
  const bucket = new Array(1 << (Number(SHARED_WINDOW) - 1)).fill(null);
  for (let k = 0; k < digits.length; k += 2) {
    const held = bucket[digits[k + 1]];
    bucket[digits[k + 1]] = held === null ? squares[digits[k]] : (held * squares[digits[k]]) % P;
  }
  let run = 1n;
  let weighted = 1n;
  for (let d = bucket.length - 1; d > 0; d -= 1) {
    if (bucket[d] !== null) run = (run * bucket[d]) % P;
    weighted = (weighted * run) % P;
  }
  if (bucket[0] !== null) run = (run * bucket[0]) % P;
  return (((weighted * weighted) % P) * run) % P;
}

/** A base used very often (g, and an election's key), with a table of windows. */
export class FixedBase {
  /** @param {bigint} element */
  constructor(element) {
    this.element = element;
    this.rows = [];
    for (let bit = 0, step = element; bit < BITS; bit += FIXED_WINDOW) {
      const row = [1n];
      for (let digit = 1; digit < 1 << FIXED_WINDOW; digit += 1) row.push((row[digit - 1] * step) % P);
      this.rows.push(row);
      step = (row[row.length - 1] * step) % P;
    }
  }

  /** Raise to 0 <= exponent < q.
   * @param {bigint} exponent */
  power(exponent) {
    return this.timesPower(1n, exponent);
  }

  /** start * base^exponent.
   * @param {bigint} start @param {bigint} exponent */
  timesPower(start, exponent) {
    const mask = BigInt((1 << FIXED_WINDOW) - 1);
    let product = start;
    let rest = exponent;
    for (const row of this.rows) {
      const digit = Number(rest & mask);
      if (digit !== 0) product = (product * row[digit]) % P;
      rest >>= BigInt(FIXED_WINDOW);
    }
    return product;
  }
}

/** @type {FixedBase | null} */
let tableOfG = null;

/** The table of the generator, made at first use. */
export function generator() {
  tableOfG ??= new FixedBase(G);
  return tableOfG;
}
