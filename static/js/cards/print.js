// The page that makes and prints token cards. What is on a card leaves this page on paper only.

import { Crew } from "../belenios/crew.js";
import { buttonById, fieldById, sender } from "../elements.js";
import { act, byId, Refusal, say, step, trouble, working } from "../scrutineer/page.js";
import { qrCode } from "../tablet/qr.js";
import { code } from "../written.js";
import { Batch, groups, issuerOf } from "./batch.js";

const main = byId("cards");
const { ballot: uuid, fingerprint } = main.dataset;
const most = Number(main.dataset.most);
const crew = new Crew(1);
/** @type {Batch | null} */
let batch = null; // from the first press until the page is wiped

/** @param {string} name @param {string} className @param {string} words */
function part(name, className, words) {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = words;
  return element;
}

/** @param {{seed: string}} given */
function drawn({ seed }) {
  const card = document.createElement("article");
  card.className = "token-card";
  const words = document.createElement("div");
  words.append(part("p", "token-card-name", say("card")), part("p", "token-card-text", say("card_text")));
  const [a, b, c, d, e, f] = groups(seed);
  const code = part("p", "token-card-code", `${a} ${b} ${c}\n${d} ${e} ${f}`);
  card.append(part("p", "token-card-meeting", `${say("meeting")} · ${say("title")} · ${say("print")} ${fingerprint.slice(0, 4)}`), words, qrCode(seed, say("qr")), code);
  if (main.dataset.rehearsal === "yes") card.append(part("span", "token-card-rehearsal", say("card_rehearsal")));
  return card;
}

async function make() {
  const count = Number(code(fieldById("count").value));
  if (!Number.isInteger(count) || count < 1 || count > most) {
    trouble(say("wrong_count", { most }));
    return;
  }
  /** @param {number} done @param {number} of */
  const tell = (done, of) => working(say("making", { done, of }));
  if (batch === null) {
    const issuer = await issuerOf(uuid, crew, fingerprint);
    batch = new Batch(uuid, issuer, crew);
    await batch.make(count, tell);
  }
  fieldById("count").readOnly = true;
  working(say("signing"));
  try {
    await batch.sign(tell);
  } catch (error) {
    if (error instanceof Refusal && !(await batch.isKept())) forget(); // nothing exists: another number may be tried
    throw error;
  }
  byId("sheet").replaceChildren(...batch.cards.map(drawn));
  byId("made").textContent = say("made", { n: batch.cards.length });
  step("print");
  globalThis.print();
}

/** Take what is on the cards out of this page: paper has it now, or nobody. */
function forget() {
  batch?.forget();
  batch = null;
  byId("sheet").replaceChildren();
  fieldById("count").readOnly = false;
}

/** @param {string} key @param {number} count */
function finish(key, count) {
  forget();
  byId("done").textContent = say(key, { n: count });
  step("done");
  byId("done-title").scrollIntoView({ block: "nearest" });
}

async function giveUp() {
  const count = byId("sheet").childElementCount;
  await batch?.giveUp((done, of) => working(say("voiding", { done, of })));
  finish("voided", count);
}

function listen() {
  const form = byId("make");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(sender(form), make);
  });
  byId("print").addEventListener("click", () => globalThis.print());
  byId("wipe").addEventListener("click", () => finish("wiped", batch?.cards.length ?? 0));
  const leave = buttonById("give-up");
  leave.addEventListener("click", () => act(leave, giveUp));
  addEventListener("beforeunload", (event) => {
    if (batch !== null) event.preventDefault(); // the browser asks first
  });
  addEventListener("pagehide", forget); // nor does the browser's own memory of the page keep them
}

if (globalThis.isSecureContext) {
  listen();
  step("make");
} else {
  trouble(say("insecure"));
}
