import assert from "node:assert/strict";
import { test } from "node:test";

import { VARIANT } from "../../static/js/belenios/blindrsa.js";
import { b64url, dump, hexSha256 } from "../../static/js/belenios/canonical.js";
import { Election } from "../../static/js/belenios/election.js";
import { DoesNotHold, Malformed, Refused } from "../../static/js/belenios/errors.js";
import { NAME } from "../../static/js/belenios/group.js";
import { expectSetUp } from "../../static/js/belenios/setup.js";
import { parseTrustees } from "../../static/js/belenios/trustees.js";
import { ceremony, refuses, UUID } from "./support.mjs";

const TITLES = ["学校食堂", "农村公路", "社区养老"];
const issuerOf = (byte) => ({ kty: "RSA", n: b64url(new Uint8Array(384).fill(byte)), e: "AQAB", variant: VARIANT });

/** The four documents of a ballot; changes are made before the hashes are taken, as a dishonest server would. */
async function documents(kind = "choose", change = () => {}) {
  const { raw: trustees } = await ceremony(1, 1);
  const { jointKey } = await parseTrustees(trustees);
  const candidates = TITLES.map((title, i) => ({ ordinal: i + 1, project_id: i + 1, title, summary: "", text_sha256: "" }));
  const issuer = issuerOf(255);
  const rules = { uuid: UUID, rules: { kind }, candidates, trustees: await hexSha256(trustees), issuer };
  const names = TITLES.map((title, i) => `${i + 1}. ${title}`);
  const asked = kind === "choose" ? [[names, 0, 2, "请选择"]] : names.map((name) => [["赞成", "反对", "弃权"], 1, 1, name]);
  const questions = asked.map(([answers, min, max, question]) => ({ answers, min, max, question }));
  const made = { trustees, issuer: dump(issuer), rules, questions, publicKey: String(jointKey), uuid: UUID };
  await change(made);
  const text = dump(made.rules);
  const description = made.description ?? `sha256:${await hexSha256(text)}`;
  const election = {
    version: 1, description, name: "票决", group: NAME, public_key: made.publicKey, questions: made.questions, uuid: made.uuid,
  };
  return { election: dump(election), rules: text, trustees: made.trustees, issuer: made.issuer };
}

test("four documents that belong together are taken, for each kind", async () => {
  for (const kind of ["choose", "each", "evaluate"]) {
    const { election, fingerprint, rules } = await expectSetUp({ ...(await documents(kind)) });
    assert.equal(election.uuid, UUID);
    assert.match(fingerprint, /^[0-9]{24}$/);
    assert.equal(rules.rules.kind, kind);
  }
});

test("another issuer, election or rule changes the 24 digits", async () => {
  const texts = await documents();
  const again = { ...texts, rules: undefined };
  const one = (await expectSetUp(texts)).fingerprint;
  const other = await documents("choose", (made) => {
    made.issuer = dump(issuerOf(254));
    made.rules.issuer = issuerOf(254);
  });
  assert.notEqual((await expectSetUp(other)).fingerprint, one);
  await refuses(expectSetUp(again), Refused);
});

test("documents that do not belong together are refused, each by its reason", async () => {
  const { raw: others } = await ceremony(1, 1);
  const cases = [
    [(made) => (made.trustees = others), /another key/],
    [(made) => (made.description = `sha256:${"0".repeat(64)}`), /rules are not those/],
    [(made) => (made.rules.uuid = "2ooMockBa11otQ"), /another ballot's/],
    [(made) => (made.issuer = dump(issuerOf(253))), /issuer is not/],
    [(made) => (made.rules.trustees = "0".repeat(64)), /scrutineers are not/],
    [(made) => made.questions[0].answers.reverse(), /other candidates/],
    [(made) => made.rules.candidates.reverse(), /other candidates/],
    [(made) => made.questions.push(made.questions[0]), /other candidates/],
  ];
  for (const [change, reason] of cases) await refuses(expectSetUp(await documents("choose", change)), DoesNotHold, reason);
  await refuses(expectSetUp(await documents("choose", (made) => delete made.rules.candidates)), Malformed);
});

test("an election of another version, group or form is refused", async () => {
  const { election } = await documents();
  await Election.parse(election);
  const changes = [
    (it) => (it.version = 0),
    (it) => (it.group = "Ed25519"),
    (it) => (it.public_key = "1"),
    (it) => (it.public_key = "2"),
    (it) => (it.uuid = "short"),
    (it) => (it.uuid = "0OIl0OIl0OIl0OIl"),
    (it) => (it.questions = []),
    (it) => (it.questions[0].max = 4),
    (it) => (it.questions[0].min = 3),
    (it) => (it.questions[0].answers = []),
    (it) => (it.questions[0].answers = Array.from({ length: 501 }, String)),
    (it) => (it.extra = 1),
    (it) => delete it.description,
  ];
  for (const change of changes) {
    const value = JSON.parse(election);
    change(value);
    await refuses(Election.parse(dump(value)), Refused);
  }
});
