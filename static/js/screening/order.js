// The order of the list of candidates: rows go where they are dragged, where their number says, or a place up and down.
// Without this script the numbers alone do. What counts is always the numbers, which the form sends.

import { part, parts } from "../elements.js";
import { layHandle } from "../ordered.js";

const host = document.querySelector("[data-order]");
const surplus = document.querySelector("[data-surplus]");

/** @param {Element} row @returns {HTMLInputElement} */
const orderOf = (row) => /** @type {HTMLInputElement} */ (row.querySelector("input.order"));

/** @param {HTMLElement} list */
function begin(list) {
  const body = part(list, "tbody");
  const said = part(list, "[data-order-said]");

  const rows = () => [...parts(body, "[data-row]")];
  const chosen = () => rows().filter((row) => orderOf(row).value.trim() !== "");

  /** Number the chosen rows as they stand; those left out come last. */
  function number() {
    const left = rows().filter((row) => orderOf(row).value.trim() === "");
    for (const row of left) body.append(row);
    for (const [at, row] of chosen().entries()) orderOf(row).value = String(at + 1);
    tell();
  }

  /** Bring a row to a place among the chosen, from 1. @param {PageElement} row @param {number} place */
  function bring(row, place) {
    const others = chosen().filter((one) => one !== row);
    const at = Math.min(Math.max(place, 1), others.length + 1) - 1;
    orderOf(row).value = String(at + 1);
    const next = others[at];
    if (next) next.before(row);
    else if (others.length > 0) others[others.length - 1].after(row);
    else body.prepend(row);
    number();
    say(row);
  }

  /** @param {PageElement} row */
  function say(row) {
    const words = /** @type {string} */ (list.dataset.order);
    const title = row.dataset.title;
    said.textContent = words.replace("{title}", title).replace("{n}", orderOf(row).value);
  }

  /** @param {PageElement} row @param {number} by */
  function move(row, by) {
    const order = chosen();
    const at = order.indexOf(row);
    bring(row, at < 0 ? order.length + 1 : at + 1 + by);
  }

  for (const row of rows()) {
    const field = orderOf(row);
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
    for (const button of parts(row, "[data-move]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        move(row, Number(button.dataset.move));
        button.focus();
      });
    }
    layHandle(body, row, (one, next) => {
      const others = chosen().filter((other) => other !== one);
      const before = next ? others.indexOf(next) : -1;
      bring(one, before < 0 ? others.length + 1 : before + 1);
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
