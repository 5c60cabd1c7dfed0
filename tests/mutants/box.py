"""Faults on a vote's way into the box: roll, token, booth, close."""

from __future__ import annotations

from tests.mutants import Mutant

BOOTH = "voting/ballot/sealed/booth.py"
BOX = "voting/ballot/sealed/box.py"
DRAW = "voting/ballot/roll/actions.py"
CARD = "voting/ballot/card/actions.py"
PAPER = "voting/ballot/paper/actions.py"
CLOSE = "voting/ballot/close/actions.py"
SET_UP = "voting/ballot/set_up/actions.py"
FIGURES = "voting/ballot/figures"
AT_BOOTH = "tests/ballot/sealed/test_booth.py"
AT_DRAW = "tests/ballot/roll/test_draw.py"
AT_PAPER = "tests/ballot/paper/test_views.py"
AT_REST = "tests/ballot/sealed/test_unlinkable.py"
MACHINE = "tests/interleaved/test_machine.py"

MUTANTS = (
    Mutant(
        "a ballot is taken without a token",
        BOOTH,
        "    _expect_token(uuid, texts, handed)\n    key =",
        "    key =",
        (AT_BOOTH,),
    ),
    Mutant(
        "the state is not read again where the ballot is stored",
        BOOTH,
        "            _expect_open(state_for_casting(uuid))\n            stored =",
        "            stored =",
        (AT_BOOTH,),
    ),
    Mutant(
        "a receipt is given though the commit failed",
        BOOTH,
        "        with transaction():\n            _expect_open(state_for_casting(uuid))\n            stored =",
        '        stored = box.Stored.NEW\n        with __import__("contextlib").suppress(Exception), transaction():\n'
        "            _expect_open(state_for_casting(uuid))\n            stored =",
        (AT_BOOTH,),
    ),
    Mutant(
        "another ballot for a spent credential gets a receipt",
        BOX,
        "return Stored.SAME if (held.raw, held.token) == (paper.raw, paper.token) else Stored.SPENT",
        "return Stored.SAME",
        (AT_BOOTH,),
    ),
    Mutant(
        "every answer carries a receipt",
        BOOTH,
        "    if stored not in {box.Stored.NEW, box.Stored.SAME}:",
        "    if stored is box.Stored.VOIDED:",
        (AT_BOOTH,),
    ),
    Mutant(
        "what was tested or voided is cast",
        BOX,
        "    if refused is not None:\n        return refused\n    row = {",
        "    row = {",
        (AT_BOOTH,),
    ),
    Mutant(
        "a test is not marked",
        BOOTH,
        "            box.mark_challenged(uuid, handed.tracker)\n",
        "",
        (AT_BOOTH,),
    ),
    Mutant(
        "a cast ballot is opened as a test",
        BOOTH,
        "            if box.spent(uuid, _paper(handed)) is not None:\n                raise Refusal",
        "            if False:\n                raise Refusal",
        (AT_BOOTH,),
    ),
    Mutant(
        "failures end nobody's tries",
        BOOTH,
        "        memory().add(failed, FAILURES_KEPT_SECONDS)\n",
        "",
        (AT_BOOTH,),
    ),
    Mutant(
        "the booth sees cookies",
        "voting/ballot/sealed/booth_caller.py",
        'DROPPED = ("HTTP_COOKIE", ',
        "DROPPED = (",
        (AT_BOOTH,),
    ),
    Mutant(
        "marks of the booth are plain hashes",
        "voting/ballot/sealed/marks.py",
        "hmac.digest(_key(uuid, 'name'), f'{kind}|{what}'.encode(), 'sha256').hex()",
        "__import__('hashlib').sha256(what.encode()).hexdigest()",
        (AT_REST,),
    ),
    Mutant(
        "who is not checked in draws",
        DRAW,
        "    if not is_present(meeting.id, deputy_id):",
        "    if False:",
        (AT_DRAW,),
    ),
    Mutant(
        "another request of the same deputy is answered too",
        DRAW,
        "before is None or before.signature is None or before.blinded != blinded:",
        "before is None or before.signature is None:",
        (AT_DRAW,),
    ),
    Mutant(
        "who left office draws",
        DRAW,
        "or not deputy.in_office or",
        "or",
        (AT_DRAW,),
    ),
    Mutant(
        "paper goes to who has a token",
        PAPER,
        "    if not mark_roll(ballot, deputy_id, Means.PAPER):",
        "    mark_roll(ballot, deputy_id, Means.PAPER)\n    if False:",
        (AT_PAPER,),
    ),
    Mutant(
        "a token is taken back like paper, and its deputy draws again",
        PAPER,
        "    if entry is None or entry.means is not Means.PAPER:",
        "    if entry is None:",
        (AT_PAPER,),
    ),
    Mutant(
        "paper is taken back after the close",
        PAPER,
        '    if ballot.state not in DRAWING:\n        raise WrongMoment("领票名册已经封存',
        '    if False:\n        raise WrongMoment("领票名册已经封存',
        (AT_PAPER,),
    ),
    Mutant(
        "more cards than deputies",
        CARD,
        "if not batch or live > present(ballot.meeting_id):",
        "if not batch:",
        (AT_DRAW,),
    ),
    Mutant(
        "a card goes to who has a token",
        CARD,
        "    if not mark_roll(ballot, deputy_id, Means.CARD):",
        "    mark_roll(ballot, deputy_id, Means.CARD)\n    if False:",
        (AT_DRAW,),
    ),
    Mutant(
        "a card that was cast is voided",
        CARD,
        "    if db.session.get(box.SealedBallot, (uuid, credential)) is not None:",
        "    if False:",
        (AT_DRAW,),
    ),
    Mutant(
        "a set-up is withdrawn under a deputy who drew",
        SET_UP,
        "    if any(roll_facts.issued_by_means(uuid).values()):",
        "    if False:",
        ("tests/ballot/set_up/test_actions.py", MACHINE),
    ),
    Mutant(
        "voting opens with something missing",
        SET_UP,
        "    _refuse(missing_before_open(readiness(ballot)))\n",
        "",
        ("tests/ballot/set_up/test_actions.py",),
    ),
    Mutant(
        "the box keeps its order of arrival at the close",
        CLOSE,
        "    box.rewrite_sorted(uuid)\n",
        "",
        ("tests/ballot/sealed/test_rewritten.py",),
    ),
    Mutant(
        "what was signed stays beside the names at the close",
        CLOSE,
        "    roll_facts.forget_requests(uuid)\n",
        "",
        (AT_DRAW,),
    ),
    Mutant(
        "the issuing key outlives the close",
        CLOSE,
        "    keys.delete_file_key(uuid)\n",
        "",
        ("tests/ballot/set_up/test_actions.py",),
    ),
    Mutant(
        "present after the close is whoever received, however many came",
        f"{FIGURES}/rules.py",
        "return min(due, max(attended, present), max(present, received))",
        "return max(present, received)",
        ("tests/ballot/figures/test_rules.py",),
    ),
    Mutant(
        "who left with a ballot is present no more",
        f"{FIGURES}/facts.py",
        "or_(and_(*of_body(meeting), Attendance.present.is_(True)), RollEntry.means.is_not(None)),",
        "and_(*of_body(meeting), Attendance.present.is_(True)),",
        ("tests/hall/test_one_truth.py",),
    ),
    Mutant(
        "a blinded message is raised as it came, without base blinding",
        "voting/belenios/blindrsa.py",
        "cover = mpz(secrets.randbelow(int(n) - 2) + 2)",
        "cover = mpz(1)",
        ("tests/belenios/test_blindrsa.py",),
    ),
    Mutant(
        "a faulty signature leaves",
        "voting/belenios/blindrsa.py",
        '    need(powmod(signature, e, n) == message, "signing failed")\n',
        "",
        ("tests/belenios/test_blindrsa.py",),
    ),
    Mutant(
        "a round follows a ballot of another congress",
        "voting/ballot/handover.py",
        "find_ballot(wanted.parent_uuid, wanted.jurisdiction_id)",
        "find_ballot(wanted.parent_uuid)",
        ("tests/ballot/set_up/test_ordering.py",),
    ),
)
