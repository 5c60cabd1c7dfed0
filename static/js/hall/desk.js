/* The check-in desk: live figures, and the badge's QR code by camera. */

import { Camera, hasCamera } from "../camera.js";
import { byId, fieldById, formById, part, videoById } from "../elements.js";
import { Away, askPatiently, pageIn, parsed } from "../net.js";
import { follow, look } from "./live.js";
import { looker } from "./looker.js";
import { limitForms } from "./patience.js";

const REST_MS = 200;
const SAME_BADGE_MS = 4000;
const SAID = 8;
const PATIENCE_MS = 8000; // badges queue behind one that is not answered
const desk = byId("desk");
const form = formById("scan");
const field = fieldById("text");

/** Fetch a part of the page anew, unless somebody is about to press a button in it.
 * @param {string} id */
async function swap(id) {
  const old = document.getElementById(id);
  if (!old || old.contains(document.activeElement)) return;
  const answer = await askPatiently(desk.dataset.page + location.search);
  if (!answer.ok) return;
  const fresh = pageIn(answer.text).getElementById(id);
  if (fresh && !old.contains(document.activeElement)) old.replaceWith(fresh);
}

const refresh = looker(async () => {
  const figures = await look(desk.dataset.figures);
  if (!figures) return;
  const onLeave = part(desk, '[data-figure="on_leave"]');
  const others = onLeave.textContent !== String(figures.on_leave);
  for (const name of ["due", "present", "absent", "on_leave", "here"]) {
    part(desk, `[data-figure="${name}"]`).textContent = figures[name];
  }
  if (others) await swap("leaves");
  for (const team of figures.teams) {
    const line = desk.querySelector(`[data-team="${CSS.escape(team.name)}"]`);
    if (!line) continue;
    part(line, "[data-present]").textContent = team.present;
    const bar = /** @type {HTMLProgressElement} */ (line.querySelector("progress"));
    bar.value = team.present;
    bar.className = `bar ${team.present === team.due ? "green" : "plain"}`;
  }
});

/** Say what became of a badge, above what was said of those before it.
 * @param {string} outcome @param {string} sentence */
function say(outcome, sentence) {
  const line = document.createElement("li");
  [line.dataset.outcome, line.textContent] = [outcome, sentence];
  const said = byId("said");
  said.prepend(line);
  while (said.children.length > SAID) said.lastElementChild?.remove();
}

/** @param {string} text */
async function send(text) {
  const body = new FormData(form);
  body.set("text", text);
  try {
    const headers = { Accept: "application/json" };
    const answer = await askPatiently(form.action, { method: "POST", body, headers, limit: PATIENCE_MS });
    const result = parsed(answer.text);
    if (result === null) throw new Away("strange");
    if (result.outcome === "several" && !waiting.length && !field.value) location.assign(result.list);
    say(result.outcome ?? "refused", result.sentence ?? result.error?.message ?? "");
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    say("refused", desk.dataset.offline.replace("{text}", () => text));
  }
}

/** Check in what was typed or scanned, one after the other: a scanner does not wait for the answer. */
/** @type {string[]} */
const waiting = [];
let sending = false;
/** @param {string} text */
async function queue(text) {
  waiting.push(text);
  if (sending) return;
  sending = true;
  while (waiting.length) await send(/** @type {string} */ (waiting.shift()));
  sending = false;
}

/** The list below follows the other desks. */
const followList = looker(() => swap("found"));

/** Check in every badge held before the camera, until the button is pressed again.
 * @param {Camera} camera */
async function scan(camera) {
  let last = "", lastAt = 0;
  await camera.open();
  for (let text = await camera.next(); text !== null; text = await camera.next()) {
    if (text === last && Date.now() - lastAt < SAME_BADGE_MS) {
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      continue;
    }
    [last, lastAt] = [text, Date.now()];
    await queue(text);
  }
}

/** @param {HTMLElement} button @param {HTMLElement} box @param {HTMLVideoElement} view */
function offer(button, box, view) {
  /** @type {Camera | null} */
  let camera = null;
  const close = () => {
    camera?.close();
    camera = null;
    box.hidden = true;
    button.setAttribute("aria-pressed", "false");
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (camera) {
      close();
      return;
    }
    camera = new Camera(view, "environment");
    box.hidden = false;
    button.setAttribute("aria-pressed", "true");
    const mine = camera;
    scan(camera).catch(() => {
      if (mine.closed) return;
      close();
      button.hidden = true; // no camera, or not allowed: the badge is typed
    });
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value;
  field.value = "";
  field.focus();
  queue(text);
});
limitForms(desk);
follow(desk.dataset.live, () => Promise.all([refresh(), followList()]));
if (hasCamera()) offer(byId("camera"), byId("camera-box"), videoById("camera-view"));
