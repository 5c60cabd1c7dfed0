// As much of the tablet's page as its modules need under Node: elements that take everything and show nothing. A run of the page
// has modules of its own, as after a restart; what lies in IndexedDB (shelf.mjs) stays. The protocol's modules alone are the same in
// every run: they compute, and remember nothing but tables of powers, which cost more than all else of a run.

import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const SOURCE = fileURLToPath(new URL("../../static/js", import.meta.url));
const PROTOCOL = join(SOURCE, "belenios");
const folder = mkdtempSync(join(tmpdir(), "page"));
process.on("exit", () => rmSync(folder, { recursive: true }));
/** Which run this is: every module of it lies in a folder of this name. */
export let runs = 0;

/** An element: what is set on it stays, every call is taken, whatever is looked for in it is another such element.
 * typed: what stands in a form's fields; heard: what listens to it, by event. */
export function element(own = {}) {
  const known = { dataset: {}, style: {}, value: "", textContent: "", disabled: false, hidden: false, typed: {}, heard: {}, within: {}, ...own };
  const calls = {
    querySelectorAll: () => [],
    querySelector(selector) {
      known.within[selector] ??= element();
      return known.within[selector];
    },
    addEventListener(name, work) {
      known.heard[name] = [...(known.heard[name] ?? []), work];
    },
    closest: () => null,
    getBoundingClientRect: () => ({ top: 0, bottom: 0, height: 0 }),
  };
  return new Proxy(known, {
    get(target, name) {
      if (name in target) return target[name];
      if (name in calls) return calls[name];
      if (name === "classList") return { add() {}, remove() {}, toggle() {} };
      if (typeof name === "symbol" || name === "then") return undefined;
      return name === "content" || name.endsWith("Child") ? element() : () => element();
    },
  });
}

/** What a form holds: what a test has typed into it. */
class Typed {
  constructor({ typed }) {
    this.typed = typed;
  }

  get(name) {
    return this.typed[name] ?? "";
  }

  getAll(name) {
    return this.typed[name] ?? [];
  }
}

/** Put a page in its global place. main: its dataset; more: other elements that it begins with, by id; lists: by selector. */
export function page(main, more = {}, lists = {}) {
  const elements = new Map([
    ["main", element({ dataset: main, className: "wrap" })],
    ["texts", element({ textContent: JSON.stringify({ chosen: "{n} {most}", filled: "{n} {most}" }) })],
    ...Object.entries(more),
  ]);
  const found = (id) => elements.get(id) ?? elements.set(id, element()).get(id);
  const document = { getElementById: found, createElement: () => element(), createElementNS: () => element() };
  const all = { querySelectorAll: (selector) => lists[selector] ?? [], querySelector: () => null, addEventListener() {}, createDocumentFragment: () => element() };
  Object.assign(globalThis, {
    document: { ...document, ...all, createTextNode: () => element(), adoptNode: (node) => node },
    location: { hash: "", origin: "https://hall.example" },
    FormData: Typed,
    isSecureContext: true,
    ResizeObserver: class { observe() {} },
    requestAnimationFrame: () => 0,
    scrollTo: () => {},
    setInterval: () => 0, // the screen that clears itself
    addEventListener: (_name, again) => setImmediate(again), // "online" at once: no test waits
    removeEventListener: () => {},
  });
}

/** Load the page's modules anew, out of the tablet's folder. Returns them by the names given: {name: module}. */
export const run = (...names) => runOf("tablet", ...names);

/** The same out of another folder. */
export async function runOf(room, ...names) {
  runs += 1;
  const here = join(folder, String(runs));
  cpSync(SOURCE, here, { recursive: true, filter: (path) => path !== PROTOCOL });
  symlinkSync(PROTOCOL, join(here, "belenios"));
  const loaded = names.map(async (name) => [name, await import(pathToFileURL(join(here, room, `${name}.js`)).href)]);
  return Object.fromEntries(await Promise.all(loaded));
}
