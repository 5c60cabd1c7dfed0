"""Who asks for an irreversible step of the count and who confirms it; what still stands before it, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from voting.confirmation.rules import ConfirmationKind, Sentences
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.people.rules import OFFICE, Role
from voting.tally.outcome.decision import Decision, NextStep, Verdict
from voting.tally.run.rules import TALLY

SAID = Sentences(
    unknown=N_("没有这个步骤。"),
    waiting=N_("这一步已经有人提出，正等待第二人确认。"),
    settled=N_("没有人提出这一步，或者已经撤回。"),
    own=N_("须由另一人在自己的设备上确认。"),
)


def _by_two(step: str, ask: frozenset[Role], confirm: frozenset[Role]) -> ConfirmationKind:
    return ConfirmationKind(name=f"tally:{step}", ask=ask, confirm=confirm, said=SAID)


STEPS: dict[str, ConfirmationKind] = {
    "count": _by_two("count", OFFICE | {Role.TELLER}, frozenset({Role.SCRUTINEER})),
    "recount": _by_two(
        "recount", OFFICE | {Role.TELLER, Role.SCRUTINEER}, frozenset({Role.SCRUTINEER, Role.CHAIR})
    ),
    "settle": _by_two("settle", OFFICE, frozenset({Role.CHAIR})),
    "confirm": _by_two("confirm", OFFICE, frozenset({Role.CHAIR})),
    "announce": _by_two("announce", OFFICE, frozenset({Role.CHAIR})),
    "archive": _by_two("archive", OFFICE, OFFICE | {Role.CHAIR}),
    "void": _by_two("void", OFFICE | {Role.CHAIR}, frozenset({Role.CHAIR, Role.SCRUTINEER})),
}
"""Every irreversible step and who takes part in it; two different persons always. Their subject: the ballot's UUID."""


STEP_WORDS = {**TALLY.step_words, "settle": N_("主席团决定得票相等的项目")}
"""What the steps of a count are called: those of its life, and the one that changes no state."""

STATED = frozenset({"void", "recount"})
"""Steps that need a reason."""


@dataclass(frozen=True, kw_only=True)
class StepReadiness:
    """What stands and what does not.

    open_places: paper places whose tellers do not agree yet; paper_without_place: paper went out, and no place counts it;
    place_comes_first: nor can one be registered after the opening;
    roll_signatures, samples, shares, signatures: the seats of the scrutineers from whom they have come; of samples, those
    that passed; halted: one has not.
    """

    threshold: int
    roll_signatures: tuple[int, ...]
    samples: tuple[int, ...]
    halted: bool
    shares: tuple[int, ...]
    opened: bool
    open_places: int
    paper_without_place: bool
    place_comes_first: bool
    unaccepted: int
    decision: Decision | None
    signatures: tuple[int, ...]


def missing_before_open(found: StepReadiness) -> list[Missing]:
    """Return what still stands before the box is open."""
    missing = []
    if len(found.roll_signatures) < found.threshold:
        missing.append(Missing(N_("领票名册还没有足够的监票人签名。"), N_("监票人")))
    if found.halted:
        missing.append(Missing(N_("抽验回执没有通过：应当宣布本次票决作废，重新票决。"), N_("执行主席")))
    elif len(found.samples) < found.threshold:
        missing.append(Missing(N_("抽验回执还没有在足够的监票人设备上通过。"), N_("监票人")))
    if len(found.shares) < found.threshold:
        missing.append(Missing(N_("开箱的份额还不够。"), N_("监票人")))
    if found.place_comes_first:
        missing.append(_placeless())
    if found.unaccepted:
        missing.append(_unaccepted())
    return missing


def missing_before_count(found: StepReadiness) -> list[Missing]:
    """Return what still stands before the count is complete."""
    missing = [] if found.opened else [Missing(N_("电子票箱还没有打开。"), N_("监票人"))]
    if found.paper_without_place:
        missing.append(_placeless())
    if found.open_places:
        missing.append(
            Missing(N_("纸质票还没有点清：两名计票人数字须一致，无效票须经监票人确认。"), N_("计票人"))
        )
    if found.unaccepted:
        missing.append(_unaccepted())
    return missing


def _placeless() -> Missing:
    return Missing(N_("名册上有人领取纸质票，还没有登记点算纸质票的投票点。"), N_("大会秘书处"))


def _unaccepted() -> Missing:
    return Missing(
        N_("纸质票（或电子票）不足规定的张数，须有两人同意。"), N_("监票人、大会秘书处或者执行主席")
    )


def missing_before_sign(found: StepReadiness) -> list[Missing]:
    """Return what still stands before the scrutineers sign."""
    if found.decision is not None and found.decision.next.step is NextStep.PRESIDIUM:
        return [Missing(N_("得票相等的项目还没有由主席团决定。"), N_("大会秘书处"))]
    if len(found.signatures) < found.threshold:
        return [Missing(N_("计票结果还没有足够的监票人签名。"), N_("监票人"))]
    return []


def missing_before_confirm(found: StepReadiness) -> list[Missing]:
    """Return what still stands before the presidium confirms."""
    missing = missing_before_sign(found)
    if found.decision is not None and found.decision.verdict in {Verdict.VOID, Verdict.NO_QUORUM}:
        missing.append(Missing(N_("本次票决无效，不能确认，只能宣布作废。"), N_("大会秘书处")))
    return missing
