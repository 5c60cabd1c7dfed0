// Lists whose rows are dragged to their places: by mouse, pen or finger, while the page scrolls at its edges. Whoever drags
// nothing moves a row by the buttons that the page has anyway; without this module nothing is missing but the handles.
//
// <form id="F" method="post" action="…" hidden>  the deed: csrf_token, and the empty fields `moved` and `before`
// <ul data-ordered="F" data-ordered-hint="H">    <ol> and <tbody> too; H: a hidden element that says how it is dragged
//   <li data-row="KEY">…</li>                    one row each; a handle is laid at its head
//
// When a row is dropped at another place, `moved` gets its key and `before` the key of the row that follows it, empty at the
// end, and the form is sent: one deed, whose answer is the page in its new order. Escape, and a touch that the system takes
// away, leave everything as it was. A page loads this module beside site.js; its look stands in static/css/pieces.css.

import { byId, formById, parts } from "./elements.js";

const SPRITE = new URL("../img/icons.svg", import.meta.url).pathname;
const HANDLE = `<svg class="icon"><use href="${SPRITE}#i-grip"/></svg>`;
const EDGE = 64; // pixels from the window's edge at which the page scrolls
const SPEED = 10; // pixels a frame

/** The row before which the dragged one would stand: the first whose middle lies below; null at the end.
 * @param {PageElement[]} others @param {number} y */
const following = (others, y) =>
  others.find((row) => {
    const { top, height } = row.getBoundingClientRect();
    return y < top + height / 2;
  }) ?? null;

/** Follow one finger from the handle until it is lifted.
 * @param {PageElement} list @param {PageElement} row @param {HTMLElement} handle @param {PointerEvent} down */
function drag(list, row, handle, down) {
  const others = [...parts(list, ":scope > [data-row]")].filter((one) => one !== row);
  const from = down.clientY + scrollY;
  let y = down.clientY;
  let frame = 0;
  const unmark = () => {
    for (const one of others) one.classList.remove("drop-before", "drop-after");
  };
  const draw = () => {
    if (y < EDGE) scrollBy(0, -SPEED);
    else if (y > innerHeight - EDGE) scrollBy(0, SPEED);
    row.style.transform = `translateY(${y + scrollY - from}px)`;
    const next = following(others, y);
    unmark();
    if (next) next.classList.add("drop-before");
    else others.at(-1)?.classList.add("drop-after");
    frame = requestAnimationFrame(draw);
  };
  const over = new AbortController();
  const { signal } = over;
  const end = () => {
    over.abort();
    cancelAnimationFrame(frame);
    unmark();
    row.classList.remove("is-dragged");
    row.style.transform = "";
  };
  const drop = () => {
    const next = following(others, y);
    end();
    if (next !== row.nextElementSibling) place(list, row, next);
  };
  handle.setPointerCapture(down.pointerId);
  row.classList.add("is-dragged");
  handle.addEventListener("pointermove", (event) => { y = event.clientY; }, { signal });
  handle.addEventListener("pointerup", drop, { signal });
  handle.addEventListener("pointercancel", end, { signal });
  addEventListener("keydown", (event) => event.key === "Escape" && end(), { signal });
  draw();
}

/** Say to the server where a row stands now.
 * @param {PageElement} list @param {PageElement} row @param {PageElement | null} next */
function place(list, row, next) {
  const form = formById(String(list.dataset.ordered));
  list.insertBefore(row, next);
  field(form, "moved").value = String(row.dataset.row);
  field(form, "before").value = next?.dataset.row ?? "";
  form.requestSubmit();
}

/** @param {HTMLFormElement} form @param {string} name */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

for (const list of parts(document, "[data-ordered]")) {
  for (const row of parts(list, ":scope > [data-row]")) {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.ariaHidden = "true"; // the buttons say the same to who sees no list
    handle.innerHTML = HANDLE;
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.preventDefault();
      drag(list, row, handle, event);
    });
    (row.matches("tr") ? /** @type {HTMLTableRowElement} */ (/** @type {unknown} */ (row)).cells[0] : row).prepend(handle);
  }
  if (list.dataset.orderedHint) byId(list.dataset.orderedHint).hidden = false;
}
