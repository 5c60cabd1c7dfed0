// What is typed or scanned on a device, brought to one form: numbers, PINs, receipts, seeds. The server does the same
// (voting/core/written.py); both are held to tests/core/written_examples.json.

const DASHES = /[‐‑‒–—―⁃−﹘﹣－⸺⸻─]/gu;
const COLONS = /[：﹕︰∶꞉ː˸׃]/gu;
const ZEROS = [0x0660, 0x06f0, 0x0f20, 0x1810]; // Arabic, Uyghur, Tibetan, Mongolian: no plain digit in NFKC
const UNSEEN =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of these goes, alone or combined
  /[\s\p{Cc}\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\u{e0000}-\u{e0fff}]/gu;

/** @param {string} sign */
function digit(sign) {
  const at = /** @type {number} */ (sign.codePointAt(0));
  const zero = ZEROS.find((first) => at >= first && at < first + 10);
  return zero === undefined ? sign : String(at - zero);
}

/** @param {string} text */
function plain(text) {
  return [...text.replace(DASHES, "-").replace(COLONS, ":")].map(digit).join("").replace(UNSEEN, "");
}

/** A number, PIN, receipt or scan in plain characters, without blanks; letters keep their case.
 * @param {string} text */
export function code(text) {
  return plain(plain(text).normalize("NFKC")).normalize("NFC");
}

/** The seed of a token card, without what stands between its characters.
 * @param {string} text */
export function typedSeed(text) {
  return code(text).replaceAll("-", "").toUpperCase();
}

/** @type {Record<string, string>} */
const LOOK_ALIKES = { O: "0", I: "1", L: "1", U: "V" };

/** A spare code as its deputy wrote it on his slip: its alphabet has none of the letters that look like another sign.
 * @param {string} text */
export function typedSpare(text) {
  return typedSeed(text).replace(/[OILU]/g, (sign) => LOOK_ALIKES[sign]);
}
