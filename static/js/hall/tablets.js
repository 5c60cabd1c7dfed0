/* The page of the tablets: figures and the QR code of the hour follow by themselves. */

import { byId, parts } from "../elements.js";
import { askPatiently, pageIn } from "../net.js";
import { follow } from "./live.js";
import { looker } from "./looker.js";

const LOOK_MS = 10_000; // a tablet that falls silent is announced by nobody
const box = byId("tablets");

const refresh = looker(async () => {
  const answer = await askPatiently(box.dataset.page, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = pageIn(answer.text);
  for (const part of parts(document, "#tablets [data-swap]")) {
    const other = fresh.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (other && part.innerHTML !== other.innerHTML) part.replaceChildren(...other.childNodes);
  }
});

setInterval(refresh, LOOK_MS);
follow(box.dataset.live, refresh);
