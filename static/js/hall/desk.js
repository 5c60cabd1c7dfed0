/* The check-in desk: live figures, and the badge's QR code by camera where the browser can read it. */

import { follow, look } from "./live.js";

const SCAN_MS = 200;
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

async function watch(camera, view) {
  const box = document.getElementById("camera-box");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let last = "", lastAt = 0;
  view.srcObject = stream;
  box.hidden = false;
  await view.play();
  const timer = setInterval(async () => {
    const [found] = await detector.detect(view).catch(() => []);
    const again = found?.rawValue === last && Date.now() - lastAt < SAME_BADGE_MS;
    if (!found || again) return;
    [last, lastAt] = [found.rawValue, Date.now()];
    await send(found.rawValue);
  }, SCAN_MS);
  camera.onclick = () => {
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
    box.hidden = true;
    offer(camera, view);
  };
}

function offer(camera, view) {
  camera.onclick = () => watch(camera, view).catch(() => { camera.hidden = true; });
}

async function start() {
  follow(desk.dataset.live, refresh);
  const camera = document.getElementById("camera");
  const readable = "BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
  if (readable && navigator.mediaDevices) {
    camera.hidden = false;
    offer(camera, document.getElementById("camera-view"));
  }
}

start();
