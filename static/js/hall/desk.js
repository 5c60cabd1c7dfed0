/* The check-in desk: live figures, and the badge's QR code by camera. */

import { Camera, hasCamera } from "../camera.js";
import { follow, look } from "./live.js";

const REST_MS = 200;
const SAME_BADGE_MS = 4000;
const desk = document.getElementById("desk");

async function refresh() {
  const figures = await look(desk.dataset.figures);
  if (!figures) return;
  for (const name of ["due", "present", "absent"]) {
    desk.querySelector(`[data-figure="${name}"]`).textContent = figures[name];
  }
  for (const team of figures.teams) {
    const line = desk.querySelector(`[data-team="${CSS.escape(team.name)}"]`);
    if (!line) continue;
    line.querySelector("[data-present]").textContent = team.present;
    const bar = line.querySelector("progress");
    bar.value = team.present;
    bar.className = `bar ${team.present === team.due ? "green" : "plain"}`;
  }
}

async function send(text) {
  const form = document.getElementById("scan");
  const body = new FormData(form);
  body.set("text", text);
  const said = document.getElementById("said");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const result = await answer.json();
    said.dataset.outcome = result.outcome ?? "refused";
    said.textContent = result.sentence ?? result.error?.message ?? "";
  } catch {
    said.dataset.outcome = "refused";
    said.textContent = desk.dataset.offline;
  }
}

/** Check in every badge held before the camera, until the button is pressed again. */
async function scan(camera) {
  let last = "", lastAt = 0;
  await camera.open();
  for (let text = await camera.next(); text !== null; text = await camera.next()) {
    if (text === last && Date.now() - lastAt < SAME_BADGE_MS) {
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      continue;
    }
    [last, lastAt] = [text, Date.now()];
    await send(text);
  }
}

function offer(button, box, view) {
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

follow(desk.dataset.live, refresh);
if (hasCamera()) offer(document.getElementById("camera"), document.getElementById("camera-box"), document.getElementById("camera-view"));
