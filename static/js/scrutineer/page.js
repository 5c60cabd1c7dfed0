// What the scrutineers' pages share: sentences, notices, steps, calls. Holds no secret.

import { Refused } from "../belenios/errors.js";
import { byId, parts } from "../elements.js";
import { Away, askPatiently, parsed } from "../net.js";
import { say } from "../texts.js";

export { byId } from "../elements.js";
export { pause } from "../net.js";
export { say } from "../texts.js";

/** @import { Camera } from "../camera.js" */

export const CSRF = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="csrf-token"]'))?.content ?? "";

/** @type {Record<string, string>} */
const WHY = JSON.parse(document.getElementById("reasons")?.textContent ?? "{}");

/** Show exactly one of the page's steps; null shows none.
 * @param {string | null} name */
export function step(name) {
  for (const section of parts(document, "[data-step]")) section.hidden = section.dataset.step !== name;
}

/** Show or clear what went wrong.
 * @param {string} words */
export function trouble(words) {
  byId("trouble").hidden = words === "";
  byId("trouble-text").textContent = words;
  if (words) byId("trouble").scrollIntoView({ block: "nearest" });
}

/** Say what the page is doing, for eyes and for screen readers.
 * @param {string} words */
export function working(words) {
  byId("working").textContent = words;
}

/** Open a camera; where there is none or it is not allowed, the page says so.
 * @param {Camera} camera @returns {Promise<boolean>} */
export async function opens(camera) {
  try {
    await camera.open();
    return true;
  } catch {
    camera.close();
    trouble(say("no_camera"));
    return false;
  }
}

/** The server refused. sentence: its own words for people. */
export class Refusal extends Error {
  /** @param {number} status @param {string} sentence */
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
  }
}

/** A batch of cards, or a share, is checked before it is answered. */
const POST_LIMIT_MS = 60_000;

/** The text of an answer. Errors: Refusal; Away.
 * @param {string} url @param {Patience} options */
async function answered(url, options) {
  const answer = await askPatiently(url, options);
  if (answer.ok) return answer.text;
  throw new Refusal(answer.status, parsed(answer.text)?.error?.message ?? "");
}

/** Fetch a document, however large: its pieces must go on coming.
 * @param {string} url @param {Patience} options */
export function getText(url, options = {}) {
  return answered(url, { byPieces: true, headers: { Accept: "application/json" }, ...options });
}

/** What an answer says. Errors: Away for a page that is none of our server's.
 * @param {string} text */
function said(text) {
  const found = parsed(text);
  if (found === null) throw new Away("strange");
  return found;
}

/** @param {string} url @param {Patience} options */
export async function getJson(url, options = {}) {
  return said(await getText(url, options));
}

/** @param {string} url @param {object} body */
export async function post(url, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": CSRF };
  return said(await answered(url, { method: "POST", headers, body: JSON.stringify(body), limit: POST_LIMIT_MS }));
}

/** Turn any error into a sentence: the server's own, or ours for what did not hold.
 * @param {unknown} error */
export function sentenceOf(error) {
  if (error instanceof Refusal) return error.sentence || say("refused");
  if (error instanceof Refused) {
    console.warn(error.reason); // for who looks after the program; people get a sentence
    return WHY[error.reason] ?? say("does_not_hold");
  }
  if (error instanceof Away) return say("offline");
  console.error(error);
  return say("failed");
}

/** Run one act of a person: clear the old trouble, keep the button from a second press, show what went wrong.
 * @param {HTMLButtonElement} button @param {() => unknown} work */
export async function act(button, work) {
  trouble("");
  button.disabled = true;
  try {
    await work();
  } catch (error) {
    trouble(sentenceOf(error));
  } finally {
    button.disabled = false;
    working("");
  }
}
