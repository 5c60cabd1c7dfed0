/* The hall screen: shows by itself what changed, says so when the network is away, and comes back by itself. */

import { byId } from "../elements.js";
import { Away, ask, pageIn } from "../net.js";
import { setBy } from "./clock.js";
import { follow } from "./live.js";
import { looker } from "./looker.js";

const PULSE_MS = 10000;
const SOON_MS = 100;
const PATIENCE_MS = 8000;
const away = byId("away");
const url = byId("screen").dataset.live;
let shown = "";

/** @param {Document} fresh */
function swap(fresh) {
  setBy(fresh);
  for (const selector of [".hall-head h1", ".hall-head .end", "#screen"]) {
    const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (!old || !next) continue;
    old.className = next.className;
    if (old.innerHTML !== next.innerHTML) old.replaceChildren(...next.childNodes);
  }
}

const refresh = looker(async () => {
  try {
    const answer = await ask(location.href, { cache: "no-cache", limit: PATIENCE_MS });
    if (!answer.ok) throw new Away(String(answer.status));
    if (answer.text !== shown) swap(pageIn(answer.text));
    shown = answer.text;
    away.hidden = true;
  } catch (error) {
    away.hidden = false;
    throw error;
  }
});

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    /* the machine decides */
  }
}

/** @type {number | null} */
let waiting = null;
follow(url, () => {
  if (waiting === null) waiting = setTimeout(() => { waiting = null; refresh(); }, SOON_MS);
});
setInterval(refresh, PULSE_MS);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { stayAwake(); refresh(); } });
stayAwake();
