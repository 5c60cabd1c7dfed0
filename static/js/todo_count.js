// The count of to-dos beside the link of every page: asked for when the page stands, so that no page waits for it.
// Without an answer the link stands without a number; nothing is said of it.

import { part, parts } from "./elements.js";
import { ask, parsed } from "./net.js";

/** @param {PageElement} link */
async function show(link) {
  const answer = await ask(link.dataset.todo).catch(() => null);
  const found = answer?.ok ? parsed(answer.text) : null;
  if (!found?.count) return;
  const mark = part(link, "[data-todo-count]");
  mark.textContent = String(found.count);
  mark.hidden = false;
  link.setAttribute("aria-label", link.dataset.said.replace("{count}", String(found.count)));
}

export function installTodoCount() {
  for (const link of parts(document, "[data-todo]")) void show(link);
}
