// An appraiser's sheet by keyboard: Enter goes to the next box, the arrows to the same box of the next project.
// Adds up each line and says how many are done. Without it the sheet is a form like any other.

import { parts } from "./elements.js";

const sheet = /** @type {HTMLFormElement | null} */ (document.querySelector("#score-sheet"));

/** @param {HTMLInputElement} box @returns {number | null} what stands in it, null for nothing or no points */
function pointsOf(box) {
  const text = box.value.trim();
  const most = Number(box.dataset.most);
  return /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

/** @param {Element} line @returns {HTMLInputElement[]} */
function boxesOf(line) {
  return /** @type {HTMLInputElement[]} */ ([...line.querySelectorAll("[data-points]")]);
}

/** @param {Element} line @returns {boolean} whether its appraiser keeps away from the project */
function avoids(line) {
  return /** @type {HTMLInputElement} */ (line.querySelector("[data-avoids]")).checked;
}

/** @param {Element} line @returns {boolean} whether it is done */
function addUp(line) {
  const away = avoids(line);
  const points = boxesOf(line).map(pointsOf);
  const whole = !points.includes(null);
  const sum = points.reduce((/** @type {number} */ all, one) => all + (one ?? 0), 0);
  /** @type {HTMLOutputElement} */ (line.querySelector("[data-total]")).value = whole && !away ? String(sum) : "—";
  for (const box of boxesOf(line)) {
    box.classList.toggle("out", box.value.trim() !== "" && pointsOf(box) === null);
    if (away) box.tabIndex = -1;
    else box.removeAttribute("tabindex");
  }
  return whole || away;
}

/** @param {HTMLFormElement} form */
function show(form) {
  const lines = [...parts(form, "[data-line]")];
  const done = lines.filter(addUp).length;
  for (const say of parts(form, "[data-filled]")) {
    say.textContent = (say.dataset.filled ?? "").replace("{done}", String(done)).replace("{all}", String(lines.length));
  }
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} box @param {string} key @returns {HTMLInputElement | undefined} */
function next(form, box, key) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-points]")]);
  const open = boxes.filter((one) => one === box || one.tabIndex >= 0);
  if (key === "Enter") return open[open.indexOf(box) + 1];
  const lines = [...parts(form, "[data-line]")];
  const line = /** @type {PageElement} */ (box.closest("[data-line]"));
  const column = boxesOf(line).indexOf(box);
  const way = key === "ArrowDown" ? 1 : -1;
  for (let at = lines.indexOf(line) + way; at >= 0 && at < lines.length; at += way) {
    if (!avoids(lines[at])) return boxesOf(lines[at])[column];
  }
  return undefined;
}

if (sheet) {
  sheet.addEventListener("input", () => show(sheet));
  sheet.addEventListener("keydown", (event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    if (!box.matches("input") || event.isComposing) return;
    if (event.key === "Enter") event.preventDefault(); // only a button sends the sheet
    if (box.dataset.points === undefined || !["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const to = next(sheet, box, event.key);
    to?.focus();
    to?.select();
  });
  show(sheet);
}
