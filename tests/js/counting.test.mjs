// What a scrutineer's device takes from the presidium where the rules leave a tie to it: as many as there are places, never none.

import assert from "node:assert/strict";
import { test } from "node:test";

import { element, page, runOf } from "./page.mjs";
import { CEREMONY, UUID } from "./support.mjs";

const WRONG = "主席团决定的项数不对";
const RULES = {
  candidates: [1, 2, 3].map((ordinal) => ({ ordinal, project_id: ordinal, title: `第${ordinal}项` })),
  due: 9,
  rules: { kind: "choose", seats: 2, quorum_base: "none", pass_base: "none", tie_rule: "presidium" },
};

globalThis.fetch = async () => new Response("{}", { status: 422 }); // the comparison that follows is not looked at

const moment = () => new Promise((resolve) => setTimeout(resolve, 2));

async function sends(id, typed) {
  const form = document.getElementById(id);
  form.typed = typed;
  for (const one of form.heard.submit) one({ preventDefault() {} });
  await moment();
}

test("none ticked, or one too many, is said and nothing goes on; as many as there are places go on", async () => {
  page({}, {
    opening: element({ dataset: { ballot: UUID, ceremony: CEREMONY, index: "1", file: "key", turn: "" } }),
    reasons: element({ textContent: JSON.stringify({ "the presidium chose what it may not": WRONG }) }),
    "has-paper": element({ checked: false }),
  });
  const { stand: { stand, key }, counting } = await runOf("scrutineer", "stand", "counting");
  const papers = { rules: RULES, rulesDigest: "", digest: "", roll: { drawn: ["1", "2", "3", "4"], digest: "" }, ballots: ["", "", "", ""] };
  Object.assign(stand, { state: "figuring", found: papers, counts: [[4, 2, 2]] });
  Object.defineProperties(key, { opened: { value: { said: {} } }, keep: { value: async () => {} } });
  counting.listen();
  await sends("figures", { present: "5" });
  assert.equal(stand.state, "choosing");
  for (const picked of [[], ["2", "3"], ["1"]]) {
    await sends("presidium", { picked });
    assert.deepEqual([stand.state, document.getElementById("trouble-text").textContent], ["choosing", WRONG], `${picked}`);
  }
  await sends("presidium", { picked: ["3"] });
  assert.equal(stand.state, "awaiting");
});
