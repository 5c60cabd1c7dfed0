"""Faults of a scrutineer's device: what it samples, signs, lends and remembers."""

from __future__ import annotations

from tests.mutants import Mutant

SAMPLE = "voting/belenios/sample.py"
OPENING = "voting/belenios/opening.py"
BOX = "voting/belenios/opening_box.py"
KEY_FILE = "voting/belenios/keyfile.py"
AT_SAMPLE = "tests/belenios/test_sample.py"
AT_DEVICE = "tests/belenios/test_opening.py"
AT_KEY_FILE = "tests/belenios/test_keyfile.py"

MUTANTS = (
    Mutant(
        "two misses of six pass",
        SAMPLE,
        "MISSES_FIRST, MISSES_IN_ALL = 1, 2",
        "MISSES_FIRST, MISSES_IN_ALL = 2, 2",
        (AT_SAMPLE,),
    ),
    Mutant(
        "who denies having drawn stops nothing",
        SAMPLE,
        "STOPS = frozenset({SampleAnswer.PROVEN, SampleAnswer.UNKNOWN})",
        "STOPS = frozenset({SampleAnswer.PROVEN})",
        (AT_SAMPLE,),
    ),
    Mutant(
        "names are replaced as uncast without end",
        SAMPLE,
        "if answer is SampleAnswer.UNCAST and self.uncast < self.names - self.ballots:",
        "if answer is SampleAnswer.UNCAST:",
        (AT_SAMPLE,),
    ),
    Mutant(
        "names are called in the order of the roll",
        SAMPLE,
        "return (chance or secrets.SystemRandom()).sample(drawn, len(drawn))",
        "return list(drawn)",
        (AT_SAMPLE,),
    ),
    Mutant(
        "the order of names can be computed by others",
        SAMPLE,
        "(chance or secrets.SystemRandom())",
        "(chance or random.Random(len(drawn)))",
        (AT_SAMPLE,),
    ),
    Mutant(
        "a verdict need not follow from its numbers",
        SAMPLE,
        "        sample.could_be() and sample.verdict == parts[3],",
        "        sample.could_be() or sample.verdict == parts[3],",
        (AT_SAMPLE,),
    ),
    Mutant(
        "a share is remembered for a box that was not sampled",
        OPENING,
        '    need(has_passed(file, box), "this device has not sampled this box, or its sample did not pass")\n'
        "    return file.with_digest",
        "    return file.with_digest",
        (AT_DEVICE,),
    ),
    Mutant(
        "a share is lent for another box than was written down",
        OPENING,
        '    need(file.digests.get(box.uuid) == box.digest, "another set of ballots was opened before")\n'
        "    return tally",
        "    return tally",
        (AT_DEVICE,),
    ),
    Mutant(
        "a device signs another outcome than it computed",
        OPENING,
        "        text == served,\n",
        "        bool(text),\n",
        (AT_DEVICE,),
    ),
    Mutant(
        "a device that opened nothing writes down an outcome",
        OPENING,
        '    need(file.digests.get(box.uuid) == box.digest, "this device has opened nothing: it signs nothing")\n',
        "",
        (AT_DEVICE,),
    ),
    Mutant(
        "a statement is signed that was not written down",
        OPENING,
        '    need(written, "this was not written down before it was signed")\n',
        "",
        (AT_DEVICE,),
    ),
    Mutant(
        "any receipt stops a sample",
        OPENING,
        "    receipt.verify(box.rules.receipt_key, box.uuid, whole, signature)\n",
        "",
        (AT_DEVICE,),
    ),
    Mutant(
        "sixteen digits of a box will do",
        BOX,
        "LEAST_TYPED = 24",
        "LEAST_TYPED = 16",
        (AT_DEVICE,),
    ),
    Mutant(
        "the device does not count the names",
        BOX,
        '    need(roll.names == printed.names, "the number of names on the roll is not the printed one")\n',
        "",
        (AT_DEVICE,),
    ),
    Mutant(
        "more names than deputies present are taken",
        BOX,
        '    need(on_roll <= printed.present, "more names stand on the roll than deputies are present")\n',
        "",
        (AT_DEVICE,),
    ),
    Mutant(
        "a device asks for no tokens",
        BOX,
        "    check_tokens(rules, checks.check_no_repeat(ballots), fetched.tokens)\n",
        "    checks.check_no_repeat(ballots)\n",
        (AT_DEVICE,),
    ),
    Mutant(
        "a device checks no proof",
        BOX,
        "    sums = checks.check_ballots(election, ballots, processes, progress)\n",
        "    sums = tally.add_up(election, ballots)\n",
        (AT_DEVICE,),
    ),
    Mutant(
        "a key file forgets which box it opened",
        KEY_FILE,
        '        need(self.digests.get(uuid, digest) == digest, "another set of ballots was opened before")\n',
        "",
        (AT_KEY_FILE,),
    ),
    Mutant(
        "a second sample takes the place of the first in the key file",
        KEY_FILE,
        '        need(said.sample in {"", text}, "another sample was signed before")\n',
        "",
        (AT_KEY_FILE,),
    ),
    Mutant(
        "two outcomes are signed under one serial",
        KEY_FILE,
        "            said.outcomes.get(serial, digest) == digest,",
        "            bool(digest),",
        (AT_KEY_FILE,),
    ),
    Mutant(
        "a recount need not follow what was signed before",
        KEY_FILE,
        '        need(before == previous, "the outcome does not follow the one that was signed before")\n',
        "",
        (AT_KEY_FILE,),
    ),
)
