// Reading a screen aloud with the device's own voice, when somebody asks for it. What a deputy chose is read only by its own
// button; a screen that is left falls silent. Voices of a network service are never used: they would send the text away.

import { say } from "./texts.js";
import { byId, onLeave } from "./views.js";

const BLOCKS = "h1, h2, h3, p, li, label, legend, dt, dd, summary, button, article, section, div";
const SILENT = "[hidden], template, script, noscript, svg, .pick-more, [data-silent], [data-spelled]";
const PRIVATE = "[data-private]"; // tells something about the choice
const voices = globalThis.speechSynthesis;
let speaking = null; // the button whose text is being read

function languageOf(element) {
  return element.closest("[lang]").lang;
}

function voiceFor(language) {
  const kin = language.slice(0, 2) === "zh" ? /^(zh|cmn)/i : new RegExp(`^${language.slice(0, 2)}`, "i");
  const own = voices.getVoices().filter((voice) => voice.localService && kin.test(voice.lang));
  return own.find((voice) => voice.lang.replace("_", "-") === language) ?? own[0] ?? null;
}

/** A code character by character, so that a capital is heard. */
function spelled(code) {
  const names = { "-": say("spell_dash"), _: say("spell_underscore") };
  const name = (one) => names[one] ?? (/[A-Z]/.test(one) ? say("spell_capital", { letter: one }) : one);
  return [...code].filter((one) => one.trim() !== "").map(name).join(say("spell_pause"));
}

/** The lines of an element in reading order: [{text, language}]. privateToo: what is marked private is read as well. */
function linesOf(root, privateToo) {
  const lines = [];
  let last = null;
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.textContent.replace(/\s+/g, " ").trim();
      if (text === "") return;
      const [block, language] = [node.parentElement.closest(BLOCKS), languageOf(node.parentElement)];
      if (block === last?.block && language === last.language) last.text += ` ${text}`;
      else lines.push((last = { block, language, text }));
      return;
    }
    if (node.matches("[data-spelled]:not([hidden])")) {
      if (node.textContent !== "") lines.push((last = { block: node, language: languageOf(node), text: spelled(node.textContent) }));
      return;
    }
    if (node.matches(SILENT) || (!privateToo && node.matches(PRIVATE))) return;
    if (node.matches("details:not([open])")) walk(node.querySelector("summary"));
    else node.childNodes.forEach(walk);
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
  button.utterances = utterances; // kept, or some browsers forget to say that they are done
  utterances.forEach((one) => voices.speak(one));
}

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
  const look = () => buttons.forEach((button) => (button.hidden = voiceFor(document.documentElement.lang) === null));
  look();
  voices.addEventListener?.("voiceschanged", look); // some browsers learn of their voices later
  onLeave(stop);
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : null));
}
