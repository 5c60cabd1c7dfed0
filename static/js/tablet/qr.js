// A QR code as SVG, made on the tablet so that no server learns which receipt is being shown. ISO/IEC 18004, byte mode, level M.

import { utf8 } from "../belenios/canonical.js";

const CHECK_BYTES = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24]; // per block, versions 1 to 14
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9];
const LEVEL_M = 0;
const SVG = "http://www.w3.org/2000/svg";

/** @param {number} version */
function alignments(version) {
  if (version === 1) return [];
  const many = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (many * 2 - 2)) * 2;
  const places = [6];
  for (let at = version * 4 + 10; places.length < many; at -= step) places.splice(1, 0, at);
  return places;
}

/** @param {number} version */
function rawBytes(version) {
  let bits = (16 * version + 128) * version + 64;
  const many = alignments(version).length;
  if (many) bits -= (25 * many - 10) * many - 55;
  if (version >= 7) bits -= 36;
  return Math.floor(bits / 8);
}

/** @param {number} version */
function room(version) {
  return rawBytes(version) - CHECK_BYTES[version - 1] * BLOCKS[version - 1];
}

/** Multiply in GF(2^8) modulo 0x11d.
 * @param {number} a @param {number} b */
function gf(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

/** @param {ArrayLike<number> & Iterable<number>} bytes @param {number} degree */
function checkBytes(bytes, degree) {
  const divisor = new Array(degree).fill(0);
  divisor[degree - 1] = 1;
  for (let i = 0, root = 1; i < degree; i += 1, root = gf(root, 2)) {
    for (let j = 0; j < degree; j += 1) divisor[j] = gf(divisor[j], root) ^ (divisor[j + 1] ?? 0);
  }
  const rest = new Array(degree).fill(0);
  for (const byte of bytes) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    for (const [i, one] of divisor.entries()) rest[i] ^= gf(one, factor);
  }
  return rest;
}

/** The bytes of the symbol: data, padding and check bytes, interleaved over the blocks.
 * @param {Uint8Array} data @param {number} version */
function codewords(data, version) {
  const bits = [];
  /** @param {number} value @param {number} length */
  const push = (value, length) => {
    for (let i = length - 1; i >= 0; i -= 1) bits.push((value >>> i) & 1);
  };
  push(4, 4);
  push(data.length, version < 10 ? 8 : 16);
  for (const byte of data) push(byte, 8);
  push(0, Math.min(4, room(version) * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const bytes = [];
  for (let i = 0; i < bits.length; i += 8) bytes.push(parseInt(bits.slice(i, i + 8).join(""), 2));
  for (let pad = 0xec; bytes.length < room(version); pad ^= 0xec ^ 0x11) bytes.push(pad);
  return interleaved(bytes, version);
}

/** @param {number[]} bytes @param {number} version */
function interleaved(bytes, version) {
  const [many, degree] = [BLOCKS[version - 1], CHECK_BYTES[version - 1]];
  const short = Math.floor(bytes.length / many);
  const longFrom = many - (bytes.length % many);
  const blocks = [];
  for (let i = 0, at = 0; i < many; i += 1) {
    const length = short + (i >= longFrom ? 1 : 0);
    blocks.push(bytes.slice(at, at + length));
    at += length;
  }
  const checks = blocks.map((block) => checkBytes(block, degree));
  const out = [];
  for (let i = 0; i <= short; i += 1) for (const block of blocks) if (i < block.length) out.push(block[i]);
  for (let i = 0; i < degree; i += 1) for (const check of checks) out.push(check[i]);
  return out;
}

/** A square of modules; fixed marks those that are no data. */
class Grid {
  /** @param {number} version */
  constructor(version) {
    this.size = version * 4 + 17;
    this.dark = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    this.fixed = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    this.finders(version);
  }

  /** @param {number} x @param {number} y @param {boolean | number} dark */
  set(x, y, dark) {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    this.dark[y][x] = Boolean(dark);
    this.fixed[y][x] = true;
  }

  /** @param {number} cx @param {number} cy @param {number} radius @param {(distance: number) => boolean} isDark */
  ring(cx, cy, radius, isDark) {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) this.set(cx + dx, cy + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  }

  /** @param {number} version */
  finders(version) {
    for (let i = 0; i < this.size; i += 1) {
      this.set(6, i, i % 2 === 0);
      this.set(i, 6, i % 2 === 0);
    }
    const far = this.size - 4;
    for (const [x, y] of [[3, 3], [far, 3], [3, far]]) this.ring(x, y, 4, (d) => d !== 2 && d !== 4);
    const places = alignments(version);
    const last = places.length - 1;
    for (const [i, x] of places.entries()) {
      for (const [j, y] of places.entries()) {
        const corner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
        if (!corner) this.ring(x, y, 2, (d) => d !== 1);
      }
    }
    this.format(0);
    if (version >= 7) this.version(version);
  }

  /** @param {number} mask */
  format(mask) {
    const value = (LEVEL_M << 3) | mask;
    let rest = value;
    for (let i = 0; i < 10; i += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((value << 10) | rest) ^ 0x5412;
    /** @param {number} i */
    const bit = (i) => (bits >>> i) & 1;
    for (let i = 0; i <= 5; i += 1) this.set(8, i, bit(i));
    this.set(8, 7, bit(6));
    this.set(8, 8, bit(7));
    this.set(7, 8, bit(8));
    for (let i = 9; i < 15; i += 1) this.set(14 - i, 8, bit(i));
    for (let i = 0; i < 8; i += 1) this.set(this.size - 1 - i, 8, bit(i));
    for (let i = 8; i < 15; i += 1) this.set(8, this.size - 15 + i, bit(i));
    this.set(8, this.size - 8, true);
  }

  /** @param {number} version */
  version(version) {
    let rest = version;
    for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let i = 0; i < 18; i += 1) {
      const [a, b] = [this.size - 11 + (i % 3), Math.floor(i / 3)];
      this.set(a, b, (bits >>> i) & 1);
      this.set(b, a, (bits >>> i) & 1);
    }
  }

  /** Lay the bytes in their zigzag and mask them with pattern 0: (x + y) even.
   * @param {ArrayLike<number> & Iterable<number>} bytes */
  lay(bytes) {
    let at = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.size; step += 1) {
        const up = ((right + 1) & 2) === 0;
        const y = up ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.fixed[y][x]) continue;
          const bit = at < bytes.length * 8 ? (bytes[at >>> 3] >>> (7 - (at & 7))) & 1 : 0;
          this.dark[y][x] = Boolean(bit) !== ((x + y) % 2 === 0);
          at += 1;
        }
      }
    }
  }
}

/** Return the rows of a QR code, true for dark. Errors: RangeError for a text over 362 bytes.
 * @param {string} text */
export function qrRows(text) {
  const data = utf8(text);
  for (let version = 1; version <= BLOCKS.length; version += 1) {
    const head = version < 10 ? 2 : 3;
    if (data.length + head > room(version)) continue;
    const grid = new Grid(version);
    grid.lay(codewords(data, version));
    return grid.dark;
  }
  throw new RangeError("text is too long for a QR code");
}

/** Return an SVG element with the QR code of a text. label: for screen readers.
 * @param {string} text @param {string} label */
export function qrCode(text, label) {
  const rows = qrRows(text);
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "qr");
  picture.setAttribute("viewBox", `-3 -3 ${rows.length + 6} ${rows.length + 6}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  const ground = document.createElementNS(SVG, "rect");
  for (const [name, value] of [["x", -3], ["y", -3], ["width", rows.length + 6], ["height", rows.length + 6], ["fill", "#fff"]]) {
    ground.setAttribute(String(name), String(value));
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join(""));
  path.setAttribute("fill", "#000");
  picture.append(ground, path);
  return picture;
}
