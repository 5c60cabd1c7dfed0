// Reading a screen aloud with the device's own voice, when somebody asks for it. What a deputy chose is read only by its own
// button; a screen that is left falls silent. Voices of a network service are never used: they would send the text away.

import { say } from "../texts.js";
import { byId, onLeave } from "./views.js";

const BLOCKS = "h1, h2, h3, p, li, label, legend, dt, dd, summary, button, article, section, div";
const SILENT = "[hidden], template, script, noscript, svg, .pick-more, [data-silent], [data-spelled]";
const PRIVATE = "[data-private]"; // tells something about the choice
const voices = globalThis.speechSynthesis;
/** A button that reads; its utterances are kept, or some browsers forget to say that they are done.
 * @typedef {HTMLElement & {utterances?: SpeechSynthesisUtterance[]}} Reader
 * @typedef {{text: string, language: string}} Spoken */

/** @type {Reader | null} */
let speaking = null; // the button whose text is being read

/** @param {Element} element */
function languageOf(element) {
  return /** @type {HTMLElement} */ (element.closest("[lang]")).lang;
}

/** @param {string} language */
function voiceFor(language) {
  const kin = language.slice(0, 2) === "zh" ? /^(zh|cmn)/i : new RegExp(`^${language.slice(0, 2)}`, "i");
  const own = voices.getVoices().filter((voice) => voice.localService && kin.test(voice.lang));
  return own.find((voice) => voice.lang.replace("_", "-") === language) ?? own[0] ?? null;
}

/** A code character by character, so that a capital is heard.
 * @param {string} code */
function spelled(code) {
  /** @type {Record<string, string>} */
  const names = { "-": say("spell_dash"), _: say("spell_underscore") };
  /** @param {string} one */
  const name = (one) => names[one] ?? (/[A-Z]/.test(one) ? say("spell_capital", { letter: one }) : one);
  return [...code].filter((one) => one.trim() !== "").map(name).join(say("spell_pause"));
}

/** The lines of an element in reading order: [{text, language}]. privateToo: what is marked private is read as well.
 * @param {Element} root @param {boolean} privateToo */
function linesOf(root, privateToo) {
  /** @type {(Spoken & {block: Element})[]} */
  const lines = [];
  /** @param {any} node */
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.textContent.replace(/\s+/g, " ").trim();
      if (text === "") return;
      const [block, language] = [node.parentElement.closest(BLOCKS), languageOf(node.parentElement)];
      const last = lines.at(-1);
      if (last && block === last.block && language === last.language) last.text += ` ${text}`;
      else lines.push({ block, language, text });
      return;
    }
    if (node.matches("[data-spelled]:not([hidden])")) {
      if (node.textContent !== "") lines.push({ block: node, language: languageOf(node), text: spelled(node.textContent) });
      return;
    }
    if (node.matches(SILENT) || (!privateToo && node.matches(PRIVATE))) return;
    if (node.matches("details:not([open])")) walk(node.querySelector("summary"));
    else for (const child of node.childNodes) walk(child);
  };
  walk(root);
  return lines.map(({ text, language }) => ({ text, language }));
}

function stop() {
  if (speaking === null) return;
  speaking.setAttribute("aria-pressed", "false");
  speaking = null;
  voices.cancel();
}

/** @param {Reader} button @param {Spoken[]} lines */
function speak(button, lines) {
  stop();
  if (lines.length === 0) return;
  speaking = button;
  button.setAttribute("aria-pressed", "true");
  const utterances = lines.map(({ text, language }) => {
    const utterance = new SpeechSynthesisUtterance(text);
    const voice = voiceFor(language) ?? voiceFor(document.documentElement.lang);
    [utterance.voice, utterance.lang] = [voice, voice.lang];
    return utterance;
  });
  const last = utterances[utterances.length - 1];
  last.onend = () => {
    if (speaking === button && button.utterances === utterances) stop();
  };
  button.utterances = utterances;
  for (const one of utterances) voices.speak(one);
}

/** @param {string} id @param {() => Spoken[]} lines */
function install(id, lines) {
  const button = byId(id);
  button.addEventListener("click", () => (speaking === button ? stop() : speak(button, lines())));
  return button;
}

/** Show the buttons where the device has a voice of its own for the page's language. */
export function offerAloud() {
  if (!voices || !globalThis.SpeechSynthesisUtterance) return;
  const screen = () => [byId("main"), ...document.querySelectorAll("[data-dock]:not([hidden])")].flatMap((part) => linesOf(part, false));
  const mine = () => [byId("review-note"), byId("review")].flatMap((part) => linesOf(part, true));
  const buttons = [install("aloud", screen), install("aloud-review", mine)];
  const look = () => {
    for (const button of buttons) button.hidden = voiceFor(document.documentElement.lang) === null;
  };
  look();
  voices.addEventListener?.("voiceschanged", look); // some browsers learn of their voices later
  onLeave(stop);
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : null));
}
