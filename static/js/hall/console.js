/* The console: figures follow the hall by themselves; a form under somebody's hand is never swapped away. */

import { setBy } from "./clock.js";
import { follow } from "./live.js";

const consoleBox = document.getElementById("console");
let version = consoleBox.dataset.version;

function inUse(part) {
  const typed = [...part.querySelectorAll("input:not([type=hidden])")].some((input) => input.value !== input.defaultValue);
  return typed || part.contains(document.activeElement);
}

function swap(fresh) {
  setBy(fresh);
  const next = fresh.getElementById("console");
  if (!next) {
    location.reload();
    return;
  }
  const moved = next.dataset.version !== version;
  for (const part of document.querySelectorAll("#console [data-swap]")) {
    const other = next.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (!other || part.innerHTML === other.innerHTML || (!moved && inUse(part))) continue;
    part.replaceChildren(...other.childNodes);
  }
  version = next.dataset.version;
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (answer.ok) swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    /* the network is away: live.js keeps trying */
  }
}

let waiting = null;
follow(consoleBox.dataset.live, () => {
  waiting ??= setTimeout(() => { waiting = null; refresh(); }, 250);
});
