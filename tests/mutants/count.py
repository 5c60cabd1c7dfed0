"""Faults of opening and counting: shares, signatures, thresholds, ties, paper."""

from __future__ import annotations

from tests.mutants import Mutant

OPENING = "voting/tally/opening/actions.py"
OUTCOME = "voting/tally/outcome/rules.py"
COUNT = "voting/tally/count/rules.py"
THRESHOLDS = "voting/congress/ballot_rules/thresholds.py"
VERIFIER = "voting/belenios/outcome.py"
AT_OPENING = "tests/tally/opening/test_actions.py"
AT_RULES = "tests/tally/run/test_rules.py"
AT_PAPER = "tests/tally/paper/test_actions.py"
ORACLE = "tests/tally/outcome/test_oracle.py"
AT_VERIFIER = "tests/belenios/test_outcome.py"
SIGNED = "voting/tally/outcome/signed.py"
AT_SIGNED = "tests/tally/outcome/test_signed.py"
AT_ONCE = "tests/interleaved/test_at_once.py"

MUTANTS = (
    Mutant(
        "what is shown as signed need not be signed",
        SIGNED,
        "holds = len(signed) >= _key(run.trustees_raw).threshold and ",
        "holds = ",
        (AT_SIGNED,),
    ),
    Mutant(
        "a signature that does not hold counts among those shown",
        SIGNED,
        "    except Refused:\n        return False\n    return True\n",
        "    except Refused:\n        return True\n    return True\n",
        (AT_SIGNED,),
    ),
    Mutant(
        "printed counts need not be the signed ones",
        SIGNED,
        " and _fits(run, text)",
        "",
        (AT_SIGNED,),
    ),
    Mutant(
        "the announcement does not look whether it was signed",
        "voting/tally/steps/actions.py",
        "        expect_as_signed(gather(told))\n",
        "",
        (AT_SIGNED,),
    ),
    Mutant(
        "documents do not look whether they print what was signed",
        "voting/tally/documents/queries.py",
        "    if run.is_signed:\n",
        "    if False:\n",
        (AT_SIGNED,),
    ),
    Mutant(
        "a share opens a box that is void",
        "voting/ballot/handover.py",
        '    if ballot.state is not BallotState.CLOSED:\n        raise WrongMoment("票箱还没有关闭。")\n    handed_out',
        "    handed_out",
        ("tests/interleaved/test_machine.py", AT_ONCE),
    ),
    Mutant(
        "a signature over an older list of who drew counts",
        "voting/ballot/handover_statements.py",
        "RollSignature.ballot_uuid == uuid, RollSignature.digest == roll_facts.digest(uuid)",
        "RollSignature.ballot_uuid == uuid",
        ("tests/ballot/sample/test_actions.py",),
    ),
    Mutant(
        "a share is taken before the list of who drew is signed",
        OPENING,
        "roll_signatures(uuid):\n        raise",
        "roll_signatures(uuid) and False:\n        raise",
        (AT_OPENING,),
    ),
    Mutant(
        "a share for another box is taken",
        OPENING,
        "    if digest != run.digest:",
        "    if False:",
        (AT_OPENING,),
    ),
    Mutant(
        "a small channel is opened without consent",
        OPENING,
        "    if waits:\n        raise",
        "    if waits and False:\n        raise",
        (AT_PAPER,),
    ),
    Mutant(
        "one share too few opens the box",
        OPENING,
        "len(shares) >= run.threshold:",
        "len(shares) >= run.threshold - 1:",
        (AT_OPENING,),
    ),
    Mutant(
        "one signature too few signs the count",
        OPENING,
        "len(signed_by(run)) >= run.threshold:",
        "len(signed_by(run)) >= run.threshold - 1:",
        (AT_OPENING,),
    ),
    Mutant(
        "a box that changed after the close is handed over",
        "voting/ballot/handover.py",
        "    if box.digest_of(ballots) != ballot.digest:",
        "    if False:",
        ("tests/ballot/set_up/test_actions.py",),
    ),
    Mutant(
        "two implementations that differ are signed",
        "voting/tally/outcome/second_opinion.py",
        "    if not agree(decision, other):",
        "    if False:",
        (AT_OPENING,),
    ),
    Mutant(
        "a recount keeps the signatures of the count before",
        "voting/tally/steps/actions.py",
        "    run.outcome, run.by_presidium = None, []\n    _forget_signatures(run)",
        "    run.outcome, run.by_presidium = None, []",
        (AT_OPENING,),
    ),
    Mutant(
        "exactly half is a majority",
        THRESHOLDS,
        "    return base // 2 + 1",
        "    return (base + 1) // 2",
        (AT_RULES,),
    ),
    Mutant(
        "two thirds are rounded down",
        THRESHOLDS,
        "    return -(-due * numerator // denominator)",
        "    return due * numerator // denominator",
        (AT_RULES,),
    ),
    Mutant(
        "the verifier takes exactly half for a majority",
        VERIFIER,
        "        return base // 2 + 1",
        "        return (base + 1) // 2",
        (AT_VERIFIER,),
    ),
    Mutant(
        "the verifier rounds two thirds down",
        VERIFIER,
        "        return (2 * base + 2) // 3",
        "        return 2 * base // 3",
        (AT_VERIFIER,),
    ),
    Mutant(
        "the quorum itself is none",
        OUTCOME,
        "    if count.present < rules.quorum_of(count.due):\n        return",
        "    if count.present <= rules.quorum_of(count.due):\n        return",
        (ORACLE,),
    ),
    Mutant(
        "the line itself does not pass",
        OUTCOME,
        "if line.answers[0] >= needed]",
        "if line.answers[0] > needed]",
        (AT_RULES,),
    ),
    Mutant(
        "a tie at the last seat goes to the first on the list",
        OUTCOME,
        "    if last != _key(reached[rules.seats], rules):",
        "    if True:",
        (AT_RULES,),
    ),
    Mutant(
        "the verifier parts a tie by the list",
        VERIFIER,
        "    if rank(order[rules.seats]) != edge:",
        "    if True:",
        (AT_VERIFIER,),
    ),
    Mutant(
        "a vote with more ballots than there can be is decided",
        OUTCOME,
        "    if surplus is not None:",
        "    if False:",
        (AT_RULES,),
    ),
    Mutant(
        "more out than deputies present is no surplus",
        OUTCOME,
        "    elif count.issued > count.present:",
        "    elif False:",
        (AT_RULES,),
    ),
    Mutant(
        "more paper out than the roll knows is no surplus",
        COUNT,
        "return self.paper_issued > self.paper_on_roll",
        "return False",
        (AT_RULES,),
    ),
    Mutant(
        "a surplus of paper is made good by missing tablets",
        COUNT,
        "            sum(one.not_returned for one in self.channels if one.channel is channel) < 0",
        "            self.not_returned < 0",
        (AT_RULES,),
    ),
    Mutant(
        "a paper with too many marks is valid",
        COUNT,
        "if len(marks) > rules.seats and rules.over_selection is OverSelection.VOID:",
        "if False:",
        (AT_RULES,),
    ),
    Mutant(
        "one teller's numbers are enough where two differ",
        "voting/tally/outcome/facts.py",
        "    same = None if differ else counts[0]",
        "    same = counts[0]",
        (AT_PAPER,),
    ),
    Mutant(
        "void papers need no second person",
        "voting/tally/outcome/facts.py",
        "    agreed = same if confirmed == len(voids) == counts[0].void else None",
        "    agreed = same",
        (AT_PAPER,),
    ),
    Mutant(
        "a third teller counts a place again",
        "voting/tally/paper/actions.py",
        "    if len(others) >= TELLERS:",
        "    if False:",
        (AT_PAPER,),
    ),
    Mutant(
        "a teller counts beside one whose account he made",
        "voting/tally/paper/actions.py",
        "    for other in others:\n        check_second_person(other.account_id, actor)\n",
        "",
        (AT_PAPER,),
    ),
    Mutant(
        "a share is not proved",
        OPENING,
        "        tally.check_partial(election, sums, keys[index - 1], partial)\n    except",
        "        pass\n    except",
        (AT_OPENING,),
    ),
)
