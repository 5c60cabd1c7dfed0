// What waits for this scrutineer, and who said that something differs: asked every few seconds, told on the page that is open.

import { parts } from "../elements.js";
import { Away } from "../net.js";
import { act, byId, CSRF, getJson, pause, post, Refusal } from "./page.js";
import { call, quiet } from "./prompt.js";

const PAUSE_MS = 3000;
const box = byId("turns");
/** @type {Set<string>} */
let known = new Set();

/** @param {string} className @param {string} words */
function line(className, words) {
  const element = document.createElement("p");
  [element.className, element.textContent] = [className, words];
  return element;
}

/** @param {Turn} turn */
function shownTurn({ what, of, url, deed }) {
  const told = line("notice is-blue flow", `${box.dataset.turn}：${what}（${of}）`);
  const link = document.createElement("a");
  [link.className, link.href, link.textContent] = ["button", url, String(box.dataset.open)];
  if (deed !== null) {
    [link.className, link.target] = ["", "_blank"]; // this page may hold an open key
    told.append(deedForm(deed));
  }
  told.append(link);
  return told;
}

/** The deed itself, one tap away; its answer is shown beside this page, which may hold an open key.
 * @param {{url: string, words: string}} deed */
function deedForm({ url, words }) {
  const [form, token, button] = [document.createElement("form"), document.createElement("input"), document.createElement("button")];
  [form.method, form.action, form.target] = ["post", url, "_blank"];
  [token.type, token.name, token.value] = ["hidden", "csrf_token", CSRF];
  [button.className, button.type, button.textContent] = ["button", "submit", words];
  form.append(token, button);
  return form;
}

/** @param {Alarm} alarm */
function shownAlarm({ words, own }) {
  const told = line("notice is-red flow", words);
  if (own === null) return told;
  const button = document.createElement("button");
  [button.className, button.type, button.textContent] = ["button quiet", "button", String(box.dataset.takeBack)];
  button.addEventListener("click", () =>
    act(button, async () => {
      await post(`/ceremony/${own.ceremony}/mismatch/taken-back`, { compared: own.compared, ballot: own.ballot });
      await look();
    }),
  );
  told.append(button);
  return told;
}

/** Look once, and call where something is new. */
export async function look() {
  const { turns, alarms } = /** @type {{turns: Turn[], alarms: Alarm[]}} */ (await getJson(box.dataset.url));
  const elsewhere = turns.filter(({ url }) => url !== location.pathname);
  const now = new Set([...elsewhere.map(({ what, url, deed }) => `${what} ${deed?.url ?? url}`), ...alarms.map(({ words }) => words)]);
  if ([...now].some((one) => !known.has(one))) call(String(box.dataset.turn));
  if (now.size === 0 && known.size > 0) quiet();
  if (now.size !== known.size || [...now].some((one) => !known.has(one))) {
    box.replaceChildren(...alarms.map(shownAlarm), ...elsewhere.map(shownTurn));
    box.hidden = now.size === 0;
    for (const idle of parts(document, "[data-no-turn]")) idle.hidden = now.size > 0;
  }
  known = now;
}

/** Look for as long as the page is open. */
export async function watch() {
  for (;;) {
    try {
      await look();
    } catch (error) {
      if (!(error instanceof Away || error instanceof Refusal)) throw error; // away, or signed out: the page says it elsewhere
    }
    await pause(PAUSE_MS);
  }
}
