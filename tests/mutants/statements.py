"""Faults of what the server takes from a scrutineer's device, and of the same device in a browser."""

from __future__ import annotations

from tests.mutants import Mutant, under_node

TAKES_SAMPLE = "voting/ballot/sample/actions.py"
TAKES_SHARE = "voting/tally/opening/actions.py"
IN_BROWSER = "static/js/belenios"
ON_PAGE = "static/js/scrutineer"
AT_TAKEN = "tests/ballot/sample/test_actions.py"
AT_OPENING = "tests/tally/opening/test_actions.py"

MUTANTS = (
    Mutant(
        "the server takes a second sample of a seat",
        TAKES_SAMPLE,
        "    if row is not None and row.text != text:",
        "    if False:",
        (AT_TAKEN,),
    ),
    Mutant(
        "the server takes a sample of another box or roll",
        TAKES_SAMPLE,
        "    if said.box != ballot.digest or said.roll != fixed:",
        "    if False:",
        (AT_TAKEN,),
    ),
    Mutant(
        "a seat samples before it has signed the roll",
        TAKES_SAMPLE,
        "    if rolled is None or rolled.digest != fixed.digest:",
        "    if False:",
        (AT_TAKEN,),
    ),
    Mutant(
        "a sample leaves no line in the journal",
        TAKES_SAMPLE,
        "    record(done, actor, ballot.jurisdiction_id)\n",
        "",
        (AT_TAKEN,),
    ),
    Mutant(
        "one sample that passed outweighs one that did not",
        "voting/ballot/sample/facts.py",
        "halted=len(passed) < len(rows))",
        "halted=not passed and bool(rows))",
        (AT_TAKEN,),
    ),
    Mutant(
        "statements over roll and sample need no signature that holds",
        "voting/ballot/close/facts.py",
        '        statements.check_message(trustees.parse(ballot.trustees_raw or ""), index, text, signature)\n',
        "        pass\n",
        (AT_TAKEN,),
    ),
    Mutant(
        "the server takes a statement over another roll",
        "voting/ballot/close/actions.py",
        "    if claim != fixed:",
        "    if False:",
        (AT_TAKEN,),
    ),
    Mutant(
        "a share is taken after a sample that did not pass",
        TAKES_SHARE,
        "    if sampling.halted:",
        "    if False:",
        (AT_OPENING, AT_TAKEN),
    ),
    Mutant(
        "a share is taken of a seat that has not sampled",
        TAKES_SHARE,
        "    if index not in sampling.passed:",
        "    if False:",
        (AT_OPENING, AT_TAKEN),
    ),
    Mutant(
        "a seat that opened nothing signs the count",
        TAKES_SHARE,
        "    if db.session.get(Share, (uuid, index)) is None:",
        "    if False:",
        (AT_OPENING,),
    ),
    Mutant(
        "another text than the count's is signed",
        TAKES_SHARE,
        "    if text != computed:",
        "    if False:",
        (AT_OPENING,),
    ),
    Mutant(
        "the count is signed by signatures that do not hold",
        TAKES_SHARE,
        "        statements.check_message(trustees.parse(run.trustees_raw), index, message, signature)\n",
        "",
        (AT_OPENING,),
    ),
    Mutant(
        "a result is shown that a seat signed which opened nothing",
        "voting/tally/outcome/signed.py",
        "        if (one.opened or _is_of_protocol_1(run.outcome))\n        and _holds(",
        "        if _holds(",
        ("tests/tally/outcome/test_signed.py",),
    ),
    Mutant(
        "in the browser two misses of six pass",
        f"{IN_BROWSER}/sample.js",
        "const [MISSES_FIRST, MISSES_IN_ALL] = [1, 2];",
        "const [MISSES_FIRST, MISSES_IN_ALL] = [2, 2];",
        under_node("sample"),
    ),
    Mutant(
        "in the browser a second box is opened",
        f"{IN_BROWSER}/said.js",
        '  if ((secrets.digests[uuid] ?? digest) !== digest) throw new DoesNotHold("this ballot was opened with another digest");\n',
        "",
        under_node("tally"),
    ),
    Mutant(
        "in the browser a second sample is signed",
        f"{IN_BROWSER}/said.js",
        '  if ((saidOf(secrets, uuid).sample ?? text) !== text) throw new DoesNotHold("another sample was signed before");\n',
        "",
        under_node("tally"),
    ),
    Mutant(
        "in the browser a statement leaves before it is kept",
        f"{ON_PAGE}/stand.js",
        "  await keep(secrets);\n  await post(",
        "  setTimeout(() => keep(secrets), 50);\n  await post(",
        under_node("interleaved_opening"),
    ),
    Mutant(
        "in the browser a sample that was signed is asked anew",
        f"{ON_PAGE}/sampling.js",
        "  if (sample === undefined) return null;\n",
        "  return null;\n",
        under_node("interleaved_opening"),
    ),
    Mutant(
        "in the browser any receipt stops a sample",
        f"{ON_PAGE}/sampling.js",
        "    await expectReceipt(found().rules.receipt_key, uuid, whole, signature);\n",
        "",
        under_node("interleaved_opening"),
    ),
    Mutant(
        "in the browser a receipt of a ballot that is there stops a sample",
        f"{ON_PAGE}/sampling.js",
        "  if (!verified().trackers.includes(whole)) return",
        "  if (whole) return",
        under_node("interleaved_opening"),
    ),
    Mutant(
        "in the browser the names that were drawn stay",
        f"{ON_PAGE}/sampling.js",
        "    stand.names = [];\n",
        "",
        under_node("interleaved_opening"),
    ),
)
