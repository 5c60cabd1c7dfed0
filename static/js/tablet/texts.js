// The page's translated sentences, from its JSON block; no sentence for people stands in a script.

const TEXTS = JSON.parse(document.getElementById("texts").textContent);

/** Return a sentence with its {places} filled in. */
export function say(key, values = {}) {
  return TEXTS[key].replace(/\{(\w+)\}/g, (_all, name) => String(values[name]));
}

/** Fill an element with a sentence whose number {n} stands out. */
export function sayWithNumber(element, key, values) {
  const [before, after] = TEXTS[key].split("{n}").map((part) => part.replace(/\{(\w+)\}/g, (_all, name) => values[name]));
  const number = document.createElement("b");
  number.textContent = String(values.n);
  element.replaceChildren(before, number, after ?? "");
}
