// The order of the list of candidates: rows go where they are dragged, where their number says, or a place up and down.
// Without this script the numbers alone do. What counts is always the numbers, which the form sends.

import { part, parts } from "../elements.js";

const host = document.querySelector("[data-order]");
const surplus = document.querySelector("[data-surplus]");

/** @param {Element} row @returns {HTMLInputElement} */
const orderOf = (row) => /** @type {HTMLInputElement} */ (row.querySelector("input.order"));

/** @param {HTMLElement} list */
function begin(list) {
  const body = /** @type {HTMLElement} */ (list.querySelector("tbody"));
  const said = /** @type {HTMLElement} */ (list.querySelector("[data-order-said]"));
  /** @type {HTMLElement | null} */
  let held = null;

  const rows = () => /** @type {HTMLElement[]} */ ([...body.querySelectorAll("[data-row]")]);
  const chosen = () => rows().filter((row) => orderOf(row).value.trim() !== "");

  /** Number the chosen rows as they stand; those left out come last. */
  function number() {
    const left = rows().filter((row) => orderOf(row).value.trim() === "");
    for (const row of left) body.append(row);
    for (const [at, row] of chosen().entries()) orderOf(row).value = String(at + 1);
    tell();
  }

  /** Bring a row to a place among the chosen, from 1. @param {HTMLElement} row @param {number} place */
  function bring(row, place) {
    const others = chosen().filter((one) => one !== row);
    const at = Math.min(Math.max(place, 1), others.length + 1) - 1;
    orderOf(row).value = String(at + 1);
    const next = others[at];
    if (next) next.before(row);
    else if (others.length > 0) /** @type {HTMLElement} */ (others[others.length - 1]).after(row);
    else body.prepend(row);
    number();
    say(row);
  }

  /** @param {HTMLElement} row */
  function say(row) {
    const words = /** @type {string} */ (list.dataset.order);
    const title = /** @type {string} */ (row.dataset.title);
    said.textContent = words.replace("{title}", title).replace("{n}", orderOf(row).value);
  }

  /** @param {HTMLElement} row @param {number} by */
  function move(row, by) {
    const order = chosen();
    const at = order.indexOf(row);
    bring(row, at < 0 ? order.length + 1 : at + 1 + by);
  }

  for (const row of rows()) {
    const field = orderOf(row);
    row.draggable = true;
    field.addEventListener("change", () => {
      const wanted = Number(field.value.trim());
      if (field.value.trim() === "") number();
      else if (Number.isInteger(wanted) && wanted > 0) bring(row, wanted);
    });
    field.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      move(row, event.key === "ArrowUp" ? -1 : 1);
      field.focus();
    });
    field.addEventListener("focus", () => {
      row.draggable = false; // else the text in the field cannot be marked with the mouse
    });
    field.addEventListener("blur", () => {
      row.draggable = true;
    });
    for (const button of parts(row, "[data-move]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        move(row, Number(button.dataset.move));
        button.focus();
      });
    }
    row.addEventListener("dragstart", (event) => {
      held = row;
      row.classList.add("held");
      event.dataTransfer?.setData("text/plain", field.name);
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("held");
      held = null;
    });
    row.addEventListener("dragover", (event) => {
      if (held) event.preventDefault();
    });
    row.addEventListener("drop", (event) => {
      if (!held || held === row) return;
      event.preventDefault();
      const place = chosen().indexOf(row);
      bring(held, place < 0 ? chosen().length + 1 : place + 1);
    });
  }

  /** Say how many are chosen, and how many more than seats. */
  function tell() {
    if (!(surplus instanceof HTMLElement)) return;
    const seats = Number(surplus.dataset.seats);
    const count = chosen().length;
    const [, listed, more, percent] = [...surplus.querySelectorAll("dd")];
    if (!(listed && more && percent)) return;
    listed.textContent = String(count);
    more.textContent = String(count - seats);
    percent.textContent = `${rounded(count - seats, seats)}%`;
    const warning = document.querySelector("[data-surplus-warning]");
    if (warning instanceof HTMLElement) {
      warning.hidden = 100 * (count - seats) >= Number(surplus.dataset.warn) * seats;
    }
  }

  const form = part(list, "table").closest("form");
  form?.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key !== "Enter" || !(at instanceof HTMLInputElement) || !at.matches("input.order")) return;
    event.preventDefault(); // a number ends with Enter; it does not hand the list in
    at.blur();
    at.focus();
  });
}

/** Whole per cent, half up, as the server's `surplus_percent` says it.
 * @param {number} more @param {number} seats */
function rounded(more, seats) {
  return Math.floor((200 * more + seats) / (2 * seats));
}

if (host instanceof HTMLElement) begin(host);
