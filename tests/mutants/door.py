"""Faults of the way in: sign-in, lock-out, queues, what is costly; and of what one person says and another confirms."""

from __future__ import annotations

from tests.mutants import Mutant, under_node

SECRETS = "voting/people/secrets.py"
SIGN_IN = "voting/people/actions.py"
FACTOR = "voting/people/second_factor.py"
LOCK_OUT = "voting/people/lock_out.py"
WHENCE = "voting/people/whence.py"
LIMITS = "voting/people/lock_out_rules.py"
ACCOUNTS = "voting/people/actions_accounts.py"
CONFIRMATION = "voting/confirmation/actions.py"
LOST = "voting/ballot/lost/actions.py"
DRAW = "voting/ballot/roll/actions.py"
TABLET = "static/js/tablet"
AT_HELD = "tests/people/test_nothing_held.py"
AT_LOCK_OUT = "tests/people/test_lock_out.py"
AT_WHENCE = "tests/people/test_whence.py"
AT_ACCOUNTS = "tests/people/test_views_accounts.py"
AT_CONFIRMATION = "tests/confirmation/test_actions.py"
AT_LOST = "tests/ballot/lost/test_views.py"
AT_TOGETHER = "tests/ballot/roll/test_drawn_together.py"

MUTANTS = (
    Mutant(
        "a connection is held while a secret is hashed",
        SECRETS,
        "        hold_nothing()\n        if not self._places",
        "        if not self._places",
        (AT_HELD,),
    ),
    Mutant(
        "the queue before the hash has no end",
        SECRETS,
        "        if not self._places.acquire(blocking=False):\n            raise Busy\n",
        "        self._places.acquire(blocking=False)\n",
        (AT_HELD,),
    ),
    Mutant(
        "tries in the hall are counted with those from outside",
        SIGN_IN,
        "            elif way is not None and way.inside:\n                token = settle_inside",
        "            elif way is None:\n                token = settle_inside",
        (AT_WHENCE,),
    ),
    Mutant(
        "a right PIN opens a login that is locked in the hall",
        SIGN_IN,
        "    tried = inside_counter(jurisdiction_id, account_id)\n    refuse_locked(tried)\n",
        "    tried = inside_counter(jurisdiction_id, account_id)\n",
        (AT_WHENCE, AT_LOCK_OUT),
    ),
    Mutant(
        "a wrong old PIN is not counted",
        SIGN_IN,
        "        count_inside(tried)\n        return None\n    account.secret, account.must_change = phc",
        "        return None\n    account.secret, account.must_change = phc",
        (AT_HELD,),
    ),
    Mutant(
        "a changed secret leaves the other sessions open",
        SIGN_IN,
        "    sign_out_everywhere(account.id)\n    record(SecretChanged",
        "    record(SecretChanged",
        ("tests/people/test_views.py",),
    ),
    Mutant(
        "a code of the second factor counts twice",
        FACTOR,
        "    if step is None or step <= account.totp_last:",
        "    if step is None:",
        ("tests/people/test_views.py",),
    ),
    Mutant(
        "a login that nobody bears is never locked",
        LOCK_OUT,
        "    refuse_locked(tried)\n    _count(tried)\n",
        "    refuse_locked(tried)\n",
        (AT_LOCK_OUT,),
    ),
    Mutant(
        "a lock leaves no line in the journal",
        LOCK_OUT,
        "        record(AccountLocked(account=account.id), None, account.jurisdiction_id)\n",
        "        pass\n",
        (AT_LOCK_OUT, "tests/people/test_views.py"),
    ),
    Mutant(
        "a number that nobody bears costs another hash than one that somebody does",
        WHENCE,
        "    return DUMMY_PIN if stored is None else with_cost_of(stored, DUMMY)\n",
        "    return DUMMY_PIN\n",
        (AT_LOCK_OUT,),
    ),
    Mutant(
        "tries from outside have no allowance",
        LIMITS,
        "OUTSIDE = Allowance(60, timedelta(seconds=30))",
        "OUTSIDE = Allowance(60_000, timedelta(seconds=30))",
        (AT_WHENCE,),
    ),
    Mutant(
        "tries at one tablet have no allowance",
        LIMITS,
        "AT_A_TABLET = Allowance(10, timedelta(minutes=2))",
        "AT_A_TABLET = Allowance(10_000, timedelta(minutes=2))",
        (AT_WHENCE,),
    ),
    Mutant(
        "the console is told of no attack",
        LIMITS,
        "ALARM_FROM = 30",
        "ALARM_FROM = 30_000",
        ("tests/hall/tablet/test_tablets.py",),
    ),
    Mutant(
        "any secret counts as a tablet's",
        WHENCE,
        "    return Whence(place, digest if bound is not None else None)",
        "    return Whence(place, digest or None)",
        (AT_WHENCE,),
    ),
    Mutant(
        "staff give roles that reach beyond their congress",
        ACCOUNTS,
        "    if not actor.may_give(roles):",
        "    if False:",
        (AT_ACCOUNTS,),
    ),
    Mutant(
        "staff reset an account that reaches beyond their congress",
        ACCOUNTS,
        "    if not actor.may_give(frozenset(held)):",
        "    if False:",
        (AT_ACCOUNTS,),
    ),
    Mutant(
        "a control character leads on",
        "voting/core/own_path.py",
        r"[^\\\s\x00-\x1f\x7f-\x9f\ud800-\udfff]*",
        r"[^\\\ud800-\udfff]*",
        ("tests/core/test_own_path.py",),
    ),
    Mutant(
        "a costly document is made by everybody who asks",
        "voting/core/made_once.py",
        "            found = self._found(key)\n            if found is None:\n                found = make()\n"
        "                self._keep(key, found)\n            return found",
        "            found = make()\n            self._keep(key, found)\n            return found",
        ("tests/core/test_made_once.py",),
    ),
    Mutant(
        "a confirmation leaves no line in the journal",
        CONFIRMATION,
        "    record(line, actor, row.jurisdiction_id)  # the journal's end is locked last, behind what the deed locks\n",
        "",
        (AT_CONFIRMATION,),
    ),
    Mutant(
        "a request leaves no line in the journal",
        CONFIRMATION,
        "    record(wanted.line, actor, row.jurisdiction_id)\n",
        "",
        (AT_CONFIRMATION,),
    ),
    Mutant(
        "two requests wait for one matter",
        CONFIRMATION,
        "    _expect_none(actor, wanted)\n    row",
        "    row",
        (AT_CONFIRMATION,),
    ),
    Mutant(
        "what is refused leaves no line in the journal",
        CONFIRMATION,
        '    _settle(actor, row, "withdraw" if row.asked_by == actor.account_id else "refuse")\n'
        "    record(line, actor, row.jurisdiction_id)\n",
        '    _settle(actor, row, "withdraw" if row.asked_by == actor.account_id else "refuse")\n',
        (AT_CONFIRMATION,),
    ),
    Mutant(
        "what nobody drew is lost",
        LOST,
        "    if uuid not in lost:",
        "    if not lost and False:",
        (AT_LOST,),
    ),
    Mutant(
        "a loss is recorded twice",
        LOST,
        "        one.state is ConfirmationState.CONFIRMED\n",
        "        one.state is None\n",
        (AT_LOST,),
    ),
    Mutant(
        "a loss is recorded after the close",
        LOST,
        "    if ballot.state not in DRAWING:",
        "    if False:",
        (AT_LOST,),
    ),
    Mutant(
        "a confirmed loss strikes the deputy from the roll",
        LOST,
        "    confirmation.confirm(actor, TOKEN_LOST, row, lambda: None, line=line)",
        "    confirmation.confirm(actor, TOKEN_LOST, row, lambda: _struck(uuid, row), line=line)\n\n\n"
        "def _struck(uuid: str, row: Confirmation) -> None:\n"
        "    from voting.core.db import db\n\n"
        "    db.session.delete(entry_of(uuid, deputy_in(row.subject)))",
        (AT_LOST,),
    ),
    Mutant(
        "one of two ballots goes out before the other is set up",
        "voting/ballot/order/models.py",
        "    return ballot.state in DRAWING and not any(\n        one.state is BallotState.DRAFT for one in drawn_together(ballot)\n    )",
        "    return ballot.state in DRAWING",
        (AT_TOGETHER,),
    ),
    Mutant(
        "one ballot is drawn twice in a call",
        DRAW,
        "    if not wanted or len(by_uuid) < len(wanted):",
        "    if not wanted:",
        (AT_TOGETHER,),
    ),
    Mutant(
        "signatures come back in another order than asked for",
        DRAW,
        "    return [signed[one.uuid] for one in wanted]",
        "    return list(signed.values())",
        (AT_TOGETHER,),
    ),
    Mutant(
        "a spare code stays on the tablet beside its token",
        f"{TABLET}/draw.js",
        "  const kept = { secret, credential, inverse, blinded, token };",
        "  const kept = { ...arguments[1], token };",
        under_node("spare", "interleaved"),
    ),
    Mutant(
        "a spare code is shown again after the next restart",
        f"{TABLET}/draw.js",
        "  seat.spare = whole ? null : spare; // shown once",
        "  seat.spare = spare;",
        under_node("spare", "interleaved"),
    ),
    Mutant(
        "a spare code goes to the server",
        f"{TABLET}/spare.js",
        "    return (await server.draw([{ uuid, blinded }], csrf))[0];",
        "    return (await server.draw([{ uuid, blinded }], `${csrf}${typedSpare(entered(formById('spare-form'), 'spare'))}`))[0];",
        under_node("spare", "interleaved"),
    ),
)
