// The ballot being filled in. Knows the questions and what is chosen; sends nothing, keeps nothing.

import { inputOf, part } from "../elements.js";
import { say, sayWithNumber } from "../texts.js";
import { byId, copy } from "./views.js";

/** @typedef {(ordinal: number, name: string, link: HTMLElement) => void} Open */

/** One ballot's questions on the screen. election: {questions}, rules: rules.json, open: called with an ordinal. */
export class Choices {
  /** @param {{questions: Question[]}} election @param {Rules} rules @param {Open} open */
  constructor(election, rules, open) {
    this.kind = rules.rules.kind;
    this.questions = election.questions;
    this.lines = rules.candidates;
    this.open = open;
    this.most = this.kind === "choose" ? this.questions[0].maximum : this.questions.length;
    this.chosen = this.questions.map((question) => question.answers.map(() => 0));
  }

  heading() {
    const values = { all: this.lines.length, most: this.most };
    return { heading: say(this.kind), hint: say(`${this.kind}_hint`, values) };
  }

  draw() {
    const host = byId("questions");
    host.replaceChildren(this.kind === "choose" ? this.cards() : this.grades());
    this.refresh();
  }

  cards() {
    const list = document.createElement("ul");
    list.className = `picks${this.lines.length > 12 ? " many" : ""}`;
    this.lines.forEach((line, j) => {
      const item = card(line, line.title, `pick-${j}`, this.open);
      const box = inputOf(item);
      box.addEventListener("change", () => this.toggle(box, j));
      list.append(item);
    });
    return list;
  }

  /** @param {HTMLInputElement} box @param {number} j */
  toggle(box, j) {
    if (box.checked && this.count() >= this.most) {
      box.checked = false;
      this.warn();
      return;
    }
    this.chosen[0][j] = box.checked ? 1 : 0;
    this.refresh();
  }

  warn() {
    const notice = byId("full");
    notice.hidden = true;
    requestAnimationFrame(() => this.sayFull()); // hidden and shown again, so that it is read out at each try
  }

  sayFull() {
    byId("full-text").textContent = say("full", { most: this.most });
    byId("full").hidden = false;
  }

  grades() {
    const host = document.createDocumentFragment();
    this.questions.forEach((question, i) => {
      const set = copy("grade-template");
      set.id = `grade-${i}`;
      fill(set, this.lines[i], this.lines[i].title, this.open);
      const row = part(set, ".grade-row");
      row.append(...question.answers.map((answer, j) => this.grade(i, j, answer)));
      host.append(set);
    });
    return host;
  }

  /** @param {number} i @param {number} j @param {string} answer */
  grade(i, j, answer) {
    const label = copy("grade-choice-template");
    const input = inputOf(label);
    input.name = `question-${i}`;
    input.value = String(j);
    part(label, "span").textContent = answer;
    input.addEventListener("change", () => {
      this.chosen[i] = this.chosen[i].map((_old, k) => (k === j ? 1 : 0));
      for (const other of /** @type {HTMLElement} */ (label.parentElement).children) other.classList.toggle("on", other === label);
      this.refresh();
    });
    return label;
  }

  /** How many are chosen (choose), or how many questions are answered (each, evaluate). */
  count() {
    return this.chosen.flat().reduce((total, bit) => total + bit, 0);
  }

  refresh() {
    const n = this.count();
    sayWithNumber(byId("count"), this.kind === "choose" ? "chosen" : "filled", { n, most: this.most });
    byId("full").hidden = true;
    if (this.kind !== "choose") return;
    const full = n >= this.most && this.most < this.lines.length;
    for (const box of byId("questions").querySelectorAll("input")) {
      box.setAttribute("aria-disabled", String(full && !box.checked));
    }
    if (full) this.sayFull();
  }

  /** The first question without an answer, or -1; a choose ballot needs none. */
  missing() {
    return this.kind === "choose" ? -1 : this.chosen.findIndex((bits) => !bits.includes(1));
  }

  /** @param {number} i */
  showMissing(i) {
    byId("full-text").textContent = say("next_missing", { n: this.most - this.count(), ordinal: i + 1 });
    byId("full").hidden = false;
    byId(`grade-${i}`).scrollIntoView({ block: "center" });
    inputOf(byId(`grade-${i}`)).focus({ preventScroll: true });
  }

  /** The groups of the review page: [{title, lines, key}]. */
  groups() {
    if (this.kind === "choose") {
      const [yes, no] = [1, 0].map((bit) => this.lines.filter((_line, j) => this.chosen[0][j] === bit));
      return [
        { title: say("yes", { n: yes.length }), lines: yes, key: true },
        { title: say("no", { n: no.length }), lines: no, key: false },
      ];
    }
    return this.questions[0].answers.map((answer, j) => {
      const lines = this.lines.filter((_line, i) => this.chosen[i][j] === 1);
      return { title: say("group", { answer, n: lines.length }), lines, key: j === 0 };
    });
  }

  note() {
    if (this.kind !== "choose") return "";
    const n = this.count();
    if (n === 0) return say("nothing");
    return n < this.most ? say("fewer", { n: this.most - n }) : "";
  }
}

/** A candidate's card; with an input's id when it can be chosen, without for reading only.
 * @param {Candidate} line @param {string} name @param {string | null} id @param {Open} open */
export function card(line, name, id, open) {
  const item = copy("pick-template");
  const box = inputOf(item);
  if (id === null) {
    box.remove();
    part(item, ".mark").remove();
    item.classList.add("plain");
  } else {
    box.id = id;
    /** @type {HTMLLabelElement} */ (item.querySelector("label")).htmlFor = id;
    part(item, ".pick-line").id = `${id}-line`;
    box.setAttribute("aria-describedby", `${id}-line`);
  }
  fill(item, line, name, open);
  return item;
}

/** @param {Element} host @param {Candidate} line @param {string} name @param {Open} open */
function fill(host, line, name, open) {
  part(host, ".pick-no").textContent = String(line.ordinal);
  part(host, ".pick-name").textContent = name;
  part(host, ".pick-line").textContent = line.summary;
  const more = part(host, ".pick-more");
  part(more, "span").textContent = say("detail");
  more.setAttribute("aria-label", say("detail_of", { name }));
  more.addEventListener("click", (event) => {
    event.preventDefault();
    open(line.ordinal, name, more);
  });
}

/** Draw the review page from groups.
 * @param {Group[]} groups */
export function drawReview(groups) {
  byId("review").replaceChildren(
    ...groups.map(({ title, lines, key }, i) => {
      const section = document.createElement("section");
      section.className = key ? "panel key" : "panel";
      section.setAttribute("aria-labelledby", `group-${i}`);
      const heading = document.createElement("h2");
      heading.id = `group-${i}`;
      heading.textContent = title;
      const list = document.createElement("ol");
      list.className = key ? "review-list" : "review-list hint";
      for (const { ordinal, title: name } of lines) {
        const item = document.createElement("li");
        const [number, text] = [document.createElement("span"), document.createElement("span")];
        number.className = "pick-no";
        number.textContent = String(ordinal);
        text.textContent = name;
        text.lang = "zh-CN"; // as voted, whatever the page speaks
        item.append(number, text);
        list.append(item);
      }
      section.append(heading, list);
      return section;
    }),
  );
}
