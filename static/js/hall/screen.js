/* The hall screen: shows by itself what changed, says so when the network is away, and comes back by itself. */

import { setBy } from "./clock.js";
import { follow } from "./live.js";

const PULSE_MS = 10000;
const SOON_MS = 100;
const PATIENCE_MS = 8000;
const away = document.getElementById("away");
const url = document.getElementById("screen").dataset.live;
let shown = "";
let asking = false;
let again = false;

function swap(fresh) {
  setBy(fresh);
  for (const selector of [".hall-head h1", ".hall-head .end", "#screen"]) {
    const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (!old || !next) continue;
    old.className = next.className;
    if (old.innerHTML !== next.innerHTML) old.replaceChildren(...next.childNodes);
  }
}

async function refresh() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  const patience = new AbortController(); // AbortSignal.timeout is younger than some machines behind a projector
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(location.href, { cache: "no-cache", signal: patience.signal });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (text !== shown) swap(new DOMParser().parseFromString(text, "text/html"));
    shown = text;
    away.hidden = true;
  } catch {
    away.hidden = false;
  }
  clearTimeout(timer);
  asking = false;
  if (again) {
    again = false;
    setTimeout(refresh, SOON_MS);
  }
}

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    /* the machine decides */
  }
}

let waiting = null;
follow(url, () => { waiting ??= setTimeout(() => { waiting = null; refresh(); }, SOON_MS); });
setInterval(refresh, PULSE_MS);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { stayAwake(); refresh(); } });
stayAwake();
