"""Faults of who checks from outside: the verifier of a record, receipts, scripts."""

from __future__ import annotations

from tests.mutants import Mutant, under_node

BUNDLE = "voting/belenios/checks_bundle.py"
PARENT = "voting/belenios/verify_parent.py"
CONTAINER = "voting/belenios/container.py"
RECEIPTS = "voting/belenios/verify_receipts.py"
AT_BUNDLE = "tests/belenios/test_verify_bundle.py"
AT_BROUGHT = "tests/belenios/test_verify_brought.py"
AT_CONTAINER = "tests/belenios/test_container.py"

MUTANTS = (
    Mutant(
        "the verifier takes a roll of another length than tokens were issued",
        BUNDLE,
        '        need(found.issued == claim.names, "not as many tokens were issued as names stand on the roll")\n',
        "",
        (AT_BUNDLE,),
    ),
    Mutant(
        "the verifier takes a sample of another box",
        BUNDLE,
        '        need(same, f"scrutineer {index} sampled another box or another roll")\n',
        "",
        (AT_BUNDLE,),
    ),
    Mutant(
        "the verifier takes a sample that did not pass",
        BUNDLE,
        "            sampled.counted.verdict is SampleVerdict.PASSED,",
        "            bool(sampled.counted.verdict),",
        (AT_BUNDLE,),
    ),
    Mutant(
        "the verifier takes shares of who had not sampled",
        BUNDLE,
        '    need(openers <= ready, "a scrutineer decrypted who had not signed the roll and sampled")\n',
        "",
        (AT_BUNDLE,),
    ),
    Mutant(
        "the verifier takes one signature too few",
        BUNDLE,
        '    need(len(indices) >= keys.threshold, "too few scrutineers signed")\n',
        "",
        (AT_BUNDLE,),
    ),
    Mutant(
        "the verifier takes an outcome over another roll",
        BUNDLE,
        '    need(claim.bound.roll == found.roll_digest, "the outcome names another roll than the scrutineers signed")\n',
        "",
        (AT_BUNDLE,),
    ),
    Mutant(
        "the verifier does not decide again",
        BUNDLE,
        '    need(outcome_document.exact(claim, decided) == text, "the outcome does not follow from the rules")\n',
        "",
        (AT_BUNDLE,),
    ),
    Mutant(
        "the verifier takes a ballot without a token",
        BUNDLE,
        "        blindrsa.verify(rules.issuer, blindrsa.token_message(uuid, credential), token)\n",
        "        pass\n",
        (AT_BUNDLE,),
    ),
    Mutant(
        "the verifier takes a parent of another congress",
        PARENT,
        '    need(parent.place == rules.place, f"the round before is one of another congress, {parent.place}")\n',
        "",
        (AT_BROUGHT,),
    ),
    Mutant(
        "the verifier takes a second round without the first",
        "voting/belenios/verify.py",
        "    if rules.parent is None or (raw is None and rules.protocol == 1):",
        "    if rules.parent is None or raw is None:",
        (AT_BROUGHT,),
    ),
    Mutant(
        "an expectation that differs is passed over",
        "voting/belenios/verify_anchors.py",
        "        return found.startswith(self.value) if begins else found == self.value",
        "        return True",
        (AT_BROUGHT,),
    ),
    Mutant(
        "a receipt whose ballot is gone proves nothing",
        RECEIPTS,
        "        return ReceiptVerdict.STORED if stored else ReceiptVerdict.GONE\n",
        "        return ReceiptVerdict.STORED if stored else ReceiptVerdict.FORGED\n",
        (AT_BROUGHT,),
    ),
    Mutant(
        "a receipt need not be signed by this ballot's key",
        RECEIPTS,
        "        receipt.verify(key, one.uuid, one.tracker, one.signature)\n    except Refused:\n        return False\n",
        "        receipt.verify(key, one.uuid, one.tracker, one.signature)\n    except Refused:\n        return True\n",
        (AT_BROUGHT,),
    ),
    Mutant(
        "an extra field is passed over",
        CONTAINER,
        '    need_form(extra == 0, "a file of the bundle carries an extra field")\n',
        "",
        (AT_CONTAINER,),
    ),
    Mutant(
        "what stands behind the files is passed over",
        CONTAINER,
        "    if found == due:\n        return\n",
        "    if found.startswith(due[:4]):\n        return\n",
        (AT_CONTAINER,),
    ),
    Mutant(
        "control characters of a title reach the terminal",
        "voting/belenios/report.py",
        'f"\\\\u{ord(one):04x}" if category(one) in _UNSEEN else one for one in text',
        "text",
        (AT_BROUGHT,),
    ),
    Mutant(
        "a receipt's address sends the tracker",
        "static/js/tablet/receipt.js",
        "/challenge#${receipt}`",
        "/challenge?${receipt}`",
        under_node("tokens"),
    ),
)
