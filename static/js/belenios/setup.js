// What a tablet asks of a ballot before it draws: that key, rules and issuer belong together; shows 24 digits.
// Ballot protocol, step 2. Whether these are the hall's, people see by comparing the characters.

import { parseIssuer } from "./blindrsa.js";
import { dump, hexSha256, load } from "./canonical.js";
import { Election } from "./election.js";
import { DoesNotHold, Malformed } from "./errors.js";
import { fingerprint } from "./fingerprint.js";
import { parseTrustees } from "./trustees.js";

/** The 24 digits that hall screen, printed rules and tablets show.
 * @param {Election} election @param {RsaKey} issuer */
export function setUpFingerprint(election, issuer) {
  return fingerprint(`setup|${election.uuid}|${election.hash}|${issuer.n}|${issuer.e}`);
}

/** Ask that the election's questions name the candidates of the rules, in their order: what is shown is what is sealed.
 * @param {Election} election @param {Rules} rules */
function expectCandidates(election, rules) {
  if (!Array.isArray(rules.candidates)) throw new Malformed("rules without candidates");
  const names = rules.candidates.map(({ ordinal, title }) => `${ordinal}. ${title}`);
  const choose = rules.rules?.kind === "choose";
  const asked = choose ? election.questions[0].answers : election.questions.map((one) => one.question);
  const one = !choose || election.questions.length === 1;
  if (!one || dump(asked) !== dump(names)) throw new DoesNotHold("the election asks for other candidates than the rules");
}

/** Check the four documents of a ballot against each other.
 *
 * texts: {election, rules, trustees, issuer}, each exactly as served. Returns {election, rules, fingerprint};
 * rules is parsed. Errors: Malformed, DoesNotHold.
 * @param {Texts} texts */
export async function expectSetUp(texts) {
  const election = await Election.parse(texts.election);
  const { jointKey } = await parseTrustees(texts.trustees);
  if (election.key.element !== jointKey) throw new DoesNotHold("the election has another key than the scrutineers");
  const described = `sha256:${await hexSha256(texts.rules)}`;
  if (election.description !== described) throw new DoesNotHold("the rules are not those of the election");
  const [rules, issuer] = [load(texts.rules), load(texts.issuer)];
  if (rules.uuid !== election.uuid) throw new DoesNotHold("the rules are another ballot's");
  if (dump(rules.issuer) !== dump(issuer)) throw new DoesNotHold("the issuer is not the one of the rules");
  if (rules.trustees !== (await hexSha256(texts.trustees))) throw new DoesNotHold("the scrutineers are not those of the rules");
  expectCandidates(election, rules);
  return { election, rules, fingerprint: await setUpFingerprint(election, parseIssuer(issuer)) };
}
