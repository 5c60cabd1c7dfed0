// What a tablet asks of a ballot before it draws: that key, rules and issuer belong together; shows 16 characters.
// Ballot protocol, step 2. Whether these are the hall's, people see by comparing the characters.

import { parseIssuer } from "./blindrsa.js";
import { dump, hexSha256, load } from "./canonical.js";
import { Election } from "./election.js";
import { DoesNotHold } from "./errors.js";
import { fingerprint } from "./fingerprint.js";
import { parseTrustees } from "./trustees.js";

/** The 16 characters that hall screen, printed rules and tablets show. */
export function setUpFingerprint(election, issuer) {
  return fingerprint(`setup|${election.uuid}|${election.hash}|${issuer.n}|${issuer.e}`);
}

/** Check the four documents of a ballot against each other.
 *
 * texts: {election, rules, trustees, issuer}, each exactly as served. Returns {election, rules, fingerprint};
 * rules is parsed. Errors: Malformed, DoesNotHold.
 */
export async function expectSetUp(texts) {
  const election = await Election.parse(texts.election);
  const { jointKey } = await parseTrustees(texts.trustees);
  if (election.key.element !== jointKey) throw new DoesNotHold("the election has another key than the scrutineers");
  const described = `sha256:${await hexSha256(texts.rules)}`;
  if (election.description !== described) throw new DoesNotHold("the rules are not those of the election");
  const rules = load(texts.rules);
  const issuer = load(texts.issuer);
  if (rules.issuer !== undefined && dump(rules.issuer) !== dump(issuer)) {
    throw new DoesNotHold("the issuer is not the one of the rules");
  }
  return { election, rules, fingerprint: await setUpFingerprint(election, parseIssuer(issuer)) };
}
