// What every page gets on top of plain HTML: switches without reload, sortable heads, the print button,
// the hint how much is below the fold, focus on the error summary. Every part works without the others;
// a page works without all of them. Never touches a ballot's content.

import { installDrafts } from "./drafts.js";
import { byId, part, parts } from "./elements.js";
import { installTodoCount } from "./todo_count.js";

/** @typedef {"theme" | "type"} Switch */

const YEAR_SECONDS = 365 * 24 * 3600;

/** @param {Switch} key @param {string} value */
function keep(key, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser of a hall has the Cookie Store, nor any without TLS
  document.cookie = `${key}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
  try { localStorage.setItem(key, value); } catch { /* private mode: the cookie is enough */ }
}

/** Let the sheet of this theme hold on screens and no other; auto: each where the system wishes it.
 * @param {string} theme */
function showTheme(theme) {
  for (const sheet of /** @type {NodeListOf<HTMLLinkElement & Told>} */ (document.querySelectorAll("[data-theme-sheet]"))) {
    const chosen = sheet.dataset.themeSheet === theme ? "screen" : "not all";
    sheet.media = theme === "auto" ? sheet.dataset.wish : chosen;
  }
}

/** @param {string} type */
function showType(type) {
  if (type === "normal") document.documentElement.removeAttribute("data-type");
  else document.documentElement.setAttribute("data-type", type);
}

const SHOW = { theme: showTheme, type: showType };

/** @param {Switch} key @param {string} value */
function show(key, value) {
  SHOW[key](value);
  for (const button of parts(document, `[data-switch="${key}"]`)) {
    button.setAttribute("aria-pressed", String(button.dataset.on === value));
  }
}

function installSwitches() {
  for (const button of parts(document, "[data-switch]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const key = /** @type {Switch} */ (button.dataset.switch);
      const pressed = button.getAttribute("aria-pressed") === "true";
      const value = pressed ? button.dataset.off : button.dataset.on;
      keep(key, value);
      show(key, value);
    });
  }
}

/** @param {HTMLTableRowElement} row @param {number} column @param {string | undefined} kind */
function sortValue(row, column, kind) {
  const cell = row.cells[column];
  const text = cell ? (cell.dataset.sort ?? cell.textContent.trim()) : "";
  return kind === "number" ? Number.parseFloat(text.replace(/[^\d.-]/g, "")) || 0 : text;
}

/** @param {HTMLTableCellElement} head @param {string | undefined} kind */
function sortBy(head, kind) {
  const body = /** @type {HTMLTableElement} */ (head.closest("table")).tBodies[0];
  const column = head.cellIndex;
  const up = head.getAttribute("aria-sort") !== "ascending";
  /** @param {string | number} a @param {string | number} b */
  const order = (a, b) =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), document.documentElement.lang, { numeric: true });
  const rows = [...body.rows].sort((a, b) => order(sortValue(a, column, kind), sortValue(b, column, kind)));
  if (!up) rows.reverse();
  for (const other of /** @type {HTMLTableRowElement} */ (head.parentElement).cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  body.append(...rows);
}

function installSorting() {
  for (const head of /** @type {NodeListOf<HTMLTableCellElement>} */ (document.querySelectorAll("th[data-sortable]"))) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sorter";
    button.append(...head.childNodes);
    button.insertAdjacentHTML("beforeend", SORT_MARK);
    button.addEventListener("click", () => sortBy(head, head.dataset.sortable));
    head.append(button);
  }
}

const SPRITE = new URL("../img/icons.svg", import.meta.url).pathname;
const SORT_MARK = `<svg class="icon" aria-hidden="true"><use href="${SPRITE}#i-sort"/></svg>`;

function installPrint() {
  for (const button of parts(document, "[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => globalThis.print());
  }
}

// <… data-below="#picks > li"> holds [data-below-count]; tells how many items lie under the fold or the dock.
function installBelow() {
  for (const hint of parts(document, "[data-below]")) {
    const count = part(hint, "[data-below-count]");
    const edge = () => Math.min(hint.closest(".dock")?.getBoundingClientRect().top ?? Infinity, globalThis.innerHeight);
    const look = () => {
      const items = [...document.querySelectorAll(hint.dataset.below)];
      const below = items.map((item) => item.getBoundingClientRect()).filter(({ top, bottom }) => (top + bottom) / 2 > edge()).length;
      hint.hidden = below === 0;
      count.textContent = String(below);
    };
    hint.addEventListener("click", () => globalThis.scrollBy({ top: globalThis.innerHeight * 0.6, behavior: "smooth" }));
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    new ResizeObserver(() => requestAnimationFrame(look)).observe(document.body); // cards that a script adds, letters that grow
    look();
  }
}

// <form data-once="id">: what it asks for is given once. Its buttons go when they were used, and what `id` says is shown instead.
function installOnce() {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-once]"))) {
    form.addEventListener("submit", () =>
      setTimeout(() => {
        const said = byId(String(form.dataset.once));
        [form.hidden, said.hidden] = [true, false];
        said.focus();
      }),
    );
  }
}

function focusErrors() {
  document.getElementById("error-summary")?.focus();
}

// A form that was given back stands at the address of its deed: the page's own address comes back, so that reloading works.
function nameThePage() {
  /** @type {HTMLInputElement | null} */
  const field = document.querySelector('input[type="hidden"][name="form_page"]');
  const page = field?.value;
  if (page) history.replaceState(null, "", page);
}

nameThePage();
installDrafts();
installSwitches();
installSorting();
installPrint();
installOnce();
installBelow();
focusErrors();
installTodoCount();
