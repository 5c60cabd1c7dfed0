"""The law of a ballot: its life, the scrutineers' ceremony, what is missing before a step. Pure; knows no voter.

Sources: 组织法 art. 14 (quorum), 选举法 arts. 40, 43 (secrecy, scrutineers) by analogy; ballot protocol, steps 1-6.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voting.congress.rules_choices import Kind
from voting.core.errors import RuleBroken
from voting.core.lifecycle import Lifecycle, Missing
from voting.core.text import N_


class BallotState(StrEnum):
    """How far a ballot has come."""

    DRAFT = "draft"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"
    WITHDRAWN = "withdrawn"


BALLOT: Lifecycle[BallotState] = Lifecycle(
    start=BallotState.DRAFT,
    steps={
        (BallotState.DRAFT, "set_up"): BallotState.READY,
        (BallotState.READY, "withdraw_set_up"): BallotState.WITHDRAWN,
        (BallotState.READY, "open"): BallotState.OPEN,
        (BallotState.OPEN, "close"): BallotState.CLOSED,
        (BallotState.DRAFT, "void"): BallotState.VOID,
        (BallotState.READY, "void"): BallotState.VOID,
        (BallotState.OPEN, "void"): BallotState.VOID,
        (BallotState.CLOSED, "void"): BallotState.VOID,
    },
)
"""draft: ordered; ready: election and keys stand, tokens are drawn; open: ballots are cast; closed: for good.

withdrawn: a set-up is its UUID. The order goes on as a new draft under another, and this one signs and takes nothing.
"""

GONE = frozenset({BallotState.VOID, BallotState.WITHDRAWN})
"""Ballots that nobody votes in any more; another may be ordered in the place of a void one."""

DRAWING = frozenset({BallotState.READY, BallotState.OPEN})
"""Tokens are drawn from set-up until close (protocol, step 3)."""


class CeremonyState(StrEnum):
    """How far the scrutineers' key has come: three rounds, then the fingerprint is compared aloud."""

    CERTIFYING = "certifying"
    DEALING = "dealing"
    FINISHING = "finishing"
    COMPARING = "comparing"
    DONE = "done"
    FAILED = "failed"


CEREMONY: Lifecycle[CeremonyState] = Lifecycle(
    start=CeremonyState.CERTIFYING,
    steps={
        (CeremonyState.CERTIFYING, "certified"): CeremonyState.DEALING,
        (CeremonyState.DEALING, "dealt"): CeremonyState.FINISHING,
        (CeremonyState.FINISHING, "finished"): CeremonyState.COMPARING,
        (CeremonyState.COMPARING, "confirmed"): CeremonyState.DONE,
        (CeremonyState.CERTIFYING, "fail"): CeremonyState.FAILED,
        (CeremonyState.DEALING, "fail"): CeremonyState.FAILED,
        (CeremonyState.FINISHING, "fail"): CeremonyState.FAILED,
        (CeremonyState.COMPARING, "fail"): CeremonyState.FAILED,
        (CeremonyState.DONE, "fail"): CeremonyState.FAILED,
    },
)
"""A failed ceremony is never mended: a new one starts, if need be with another scrutineer."""

ROUND_OF: dict[CeremonyState, int | str] = {
    CeremonyState.CERTIFYING: 1,
    CeremonyState.DEALING: 2,
    CeremonyState.FINISHING: 3,
    CeremonyState.COMPARING: "done",
    CeremonyState.DONE: "done",
    CeremonyState.FAILED: "failed",
}


class Means(StrEnum):
    """By what a deputy received his token, or that he votes on paper and received none."""

    TABLET = "tablet"
    CARD = "card"
    PAPER = "paper"


TOKENS = frozenset({Means.TABLET, Means.CARD})
"""The means that put a token into the world; a paper ballot puts none."""


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What stands and what does not, before a ballot is set up or opened. quorum: 0 where none is asked for.

    keys_here: this server can sign the ballot's tokens and receipts.
    """

    questions: int
    seats: int
    kind: Kind
    keys_made: bool
    set_up: bool
    cast: int
    quorum_confirmed: bool
    present: int
    quorum: int
    rehearsal: bool
    keys_here: bool = True


def missing_before_set_up(found: Readiness) -> list[Missing]:
    """Return what still stands before a ballot can be set up."""
    missing = []
    if not found.questions:
        missing.append(Missing(N_("还没有候选项目。"), N_("人大工作人员")))
    if found.kind is Kind.CHOOSE and found.questions and found.seats > found.questions:
        missing.append(Missing(N_("应选数量多于候选项目数。"), N_("人大工作人员")))
    if not found.keys_made:
        missing.append(Missing(N_("监票人的开箱钥匙还没有生成并核对。"), N_("监票人")))
    return missing


def missing_before_open(found: Readiness) -> list[Missing]:
    """Return what still stands before voting can be opened. A rehearsal needs no quorum."""
    missing = missing_before_set_up(found)
    if not found.set_up:
        missing.append(Missing(N_("票箱还没有准备好。"), N_("大会秘书处")))
    if not found.keys_here:
        missing.append(
            Missing(
                N_(
                    "服务器的 DATA/keys 里没有这次票决的密钥，须从备份恢复，或者撤回准备、宣布作废后重新准备。"
                ),
                N_("系统管理员"),
            )
        )
    if found.cast:
        missing.append(Missing(N_("票箱里已经有票，不是零票，不能开始投票。"), N_("监票人")))
    if found.rehearsal:
        return missing
    if not found.quorum_confirmed:
        missing.append(Missing(N_("还没有确认法定人数。"), N_("执行主席")))
    if found.present < found.quorum:
        missing.append(Missing(N_("实到代表不足法定人数。"), N_("大会秘书处")))
    return missing


def expect_ballot(kind: Kind, projects: int, seats: int) -> None:
    """Raise RuleBroken unless so many projects and seats make a ballot of this kind."""
    if not projects:
        raise RuleBroken("还没有候选项目。")
    if seats < 1 or (kind is Kind.CHOOSE and seats > projects):
        raise RuleBroken("应选数量多于候选项目数。")
