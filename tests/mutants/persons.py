"""Faults of who may do what: second persons, sessions, access, the journal."""

from __future__ import annotations

from tests.mutants import Mutant

CONFIRMATION = "voting/confirmation/actions.py"
SECOND = "voting/people/second_person.py"
ACCESS = "voting/people/access.py"
PINS = "voting/congress/pins/actions.py"
JOURNAL = "voting/audit/journal.py"
CONSOLE = "voting/hall/console/actions.py"
AT_CONSOLE = "tests/hall/console/test_views.py"
AT_CONFIRMATION = "tests/confirmation/test_actions.py"
AT_SECOND = "tests/people/test_second_person.py"
AT_ROSTER = "tests/congress/roster/test_views_roster.py"
AT_JOURNAL = "tests/audit/test_journal.py"
FACTOR = "voting/people/second_factor.py"
AT_FACTOR = "tests/people/test_second_factor.py"

MUTANTS = (
    Mutant(
        "who asked confirms his own step at the console",
        SECOND,
        "    if second is None or second == asker_account_id:",
        "    if second is None:",
        (AT_CONSOLE,),
    ),
    Mutant(
        "who asked confirms his own step of the count",
        SECOND,
        "    if second is None or second == asker_account_id:",
        "    if second is None:",
        ("tests/tally/opening/test_actions.py",),
    ),
    Mutant(
        "who was made by the asker confirms",
        SECOND,
        "    return one in makers_of(other) or other in makers_of(one)",
        "    return other in makers_of(one)",
        (AT_SECOND,),
    ),
    Mutant(
        "makers are not followed further",
        SECOND,
        "                to_ask.append((maker, made_at))\n",
        "",
        (AT_SECOND,),
    ),
    Mutant(
        "anybody confirms",
        CONFIRMATION,
        "    if not actor.roles & kind.confirm:",
        "    if False:",
        (AT_CONFIRMATION,),
    ),
    Mutant(
        "anybody asks",
        CONFIRMATION,
        "    if actor.account_id is None or not actor.roles & kind.ask:",
        "    if actor.account_id is None:",
        (AT_CONFIRMATION,),
    ),
    Mutant(
        "a settled request is confirmed again",
        CONFIRMATION,
        "    if not row.waits_at(now()):",
        "    if False:",
        (AT_CONFIRMATION,),
    ),
    Mutant(
        "one person takes a step of two",
        CONSOLE,
        "    if step.two_persons:\n        raise",
        "    if False:\n        raise",
        (AT_CONSOLE,),
    ),
    Mutant(
        "voting ends without a word for those who would lose their vote",
        CONSOLE,
        "        raise NotAcknowledged\n",
        "        pass\n",
        ("tests/hall/test_one_truth.py",),
    ),
    Mutant(
        "the second person does not look at the conditions again",
        CONSOLE,
        "    missing = step.missing(asked)\n    if missing:\n"
        '        raise WrongMoment("现在还不能办理：%(what)s", what=missing[0].what)\n    after =',
        "    after =",
        (AT_CONSOLE,),
    ),
    Mutant(
        "ballot and tally ask for no token against forgery",
        "voting/app.py",
        '        if getattr(blueprint, "without_session", False):',
        '        if getattr(blueprint, "without_session", False) or blueprint.name in {"ballot", "tally"}:',
        ("tests/people/test_forgery.py",),
    ),
    Mutant(
        "a reset PIN leaves the sessions open",
        PINS,
        "    sign_out_everywhere(account.id)\n",
        "",
        (AT_ROSTER,),
    ),
    Mutant(
        "a reset PIN need not be changed",
        PINS,
        "account.secret, account.must_change = pin_phc, True",
        "account.secret, account.must_change = pin_phc, False",
        (AT_ROSTER,),
    ),
    Mutant(
        "people of another place enter",
        ACCESS,
        "    if here_or_none() is not None and not held:",
        "    if False:",
        ("tests/hall/console/test_views.py",),
    ),
    Mutant(
        "any role enters",
        ACCESS,
        "    if not held & set(rule):",
        "    if not held:",
        ("tests/hall/console/test_views.py",),
    ),
    Mutant(
        "a closed account goes on",
        ACCESS,
        "SignedIn.expires_at > now(), Account.closed.is_(False))",
        "SignedIn.expires_at > now())",
        ("tests/people/test_session_over.py",),
    ),
    Mutant(
        "a session never runs out",
        ACCESS,
        "SignedIn.expires_at > now(), Account.closed",
        "Account.closed",
        ("tests/people/test_session_over.py",),
    ),
    Mutant(
        "a line of the journal does not follow from the one before",
        JOURNAL,
        "    digest = digest_of(head.digest, at, account_id, event.name, facts)",
        '    digest = digest_of("", at, account_id, event.name, facts)',
        (AT_JOURNAL,),
    ),
    Mutant(
        "a last line that was taken away is not missed",
        JOURNAL,
        "    if head is not None and (head.number, head.digest) != (number, previous):",
        "    if False:",
        (AT_JOURNAL,),
    ),
    Mutant(
        "a rewritten line is not noticed",
        JOURNAL,
        "(line.number, line.previous, line.digest) != (number + 1, previous, digest)",
        "(line.number, line.previous) != (number + 1, previous)",
        (AT_JOURNAL,),
    ),
    Mutant(
        "a recovery code holds twice",
        FACTOR,
        "    db.session.delete(row)\n    db.session.flush()\n",
        "    db.session.flush()\n",
        (AT_FACTOR,),
    ),
    Mutant(
        "wrong recovery codes are not counted",
        FACTOR,
        "        count_failure(account)\n        return False",
        "        return False",
        (AT_FACTOR,),
    ),
    Mutant(
        "an authenticator is demanded of a deputy",
        ACCESS,
        "demanded = account.deputy_id is None and not",
        "demanded = not",
        (AT_FACTOR,),
    ),
    Mutant(
        "it is noted when a deputy was on which device",
        ACCESS,
        "noted = account.deputy_id is None and (",
        "noted = (",
        ("tests/people/test_sessions.py",),
    ),
    Mutant(
        "the owner confirms that his own authenticator is unbound",
        "voting/congress/factor_reset/actions.py",
        "    if account.id == actor.account_id:",
        "    if account.id < 0:",
        ("tests/congress/factor_reset/test_factor_reset.py",),
    ),
    Mutant(
        "who reads all projects writes for another unit",
        "voting/supervision/commitment/facts.py",
        "    return row if actor.roles & COLLECTING else of_own_unit(actor, row)",
        "    return row if actor.roles & FOLLOWING else of_own_unit(actor, row)",
        ("tests/people/test_ties.py",),
    ),
    Mutant(
        "the government records what another body decided",
        "voting/screening/shortlist/rules.py",
        "return COLLECTING if kind is ApprovalKind.EXECUTIVE else",
        "return COLLECTING if kind is not None else",
        ("tests/people/test_ties.py",),
    ),
    Mutant(
        "a scrutineer's place goes over with a post",
        "voting/people/actions_accounts.py",
        "going = held[account_id] - OF_A_MEETING",
        "going = held[account_id]",
        ("tests/people/test_hand_over.py",),
    ),
)
