"""The chain of approvals of the list as a table: which steps a level has, who decides, which it or a place asks for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName
from voting.core.text import N_
from voting.people.rules import Level
from voting.screening.shortlist.rules import MOVING, ApprovalKind, ListDecision, ShortlistState

_K, _S = ApprovalKind, ShortlistState


class Outcome(ByName):
    """What a step ends in. VOTE: a body approves by a count; CONSENT: a body agrees, counted or not; NOTE: nothing is decided."""

    VOTE = "vote"
    CONSENT = "consent"
    NOTE = "note"


class Need(ByName):
    """Whether the list goes on without a step: NEEDED, it does not; OPTIONAL, it does; ABSENT, there is no such step."""

    NEEDED = "needed"
    OPTIONAL = "optional"
    ABSENT = "absent"


NEED_WORDS: Mapping[Need, str] = {
    Need.NEEDED: N_("必经"),
    Need.OPTIONAL: N_("可以登记"),
    Need.ABSENT: N_("没有这个环节"),
}


@dataclass(frozen=True, kw_only=True)
class ChainStep:
    """One step of the chain at a level. body, title, source: message ids; during: while the list is in this state.

    need: as the level asks, or as the place has set for the year, with the source of that.
    """

    kind: ApprovalKind
    body: str
    title: str
    source: str
    during: ShortlistState
    outcome: Outcome
    need: Need = Need.OPTIONAL

    @property
    def moves(self) -> bool:
        """Tell whether the list moves on by this step itself; no rule of a place changes that."""
        return self.kind in MOVING

    @property
    def asked(self) -> bool:
        """Tell whether the list does not go on without it."""
        return self.need is Need.NEEDED

    @property
    def decides(self) -> bool:
        """Tell whether a body approves here, so that what changes afterwards is put to it again."""
        return self.outcome is not Outcome.NOTE

    @property
    def decisions(self) -> tuple[ListDecision, ...]:
        """Return what may be recorded of it beside the approval that moves the list."""
        if not self.decides:
            return (ListDecision.NOTED,)
        return (ListDecision.FAILED,) if self.moves else (ListDecision.PASSED, ListDecision.FAILED)


_PRACTICE = N_("法律没有规定；各地实践")
_REVIEWED = N_("浙江省各级人大常委会讨论决定重大事项的规定（2018）")
_FINAL = N_("《地方组织法》第十七条、第十八条：主席团主持会议；各地票决办法")

EXECUTIVE = ChainStep(
    kind=_K.EXECUTIVE,
    body=N_("政府常务会议"),
    title=N_("政府常务会议提出初步候选项目"),
    source=N_("《重大行政决策程序暂行条例》第三十条：集体讨论决定"),
    during=_S.DRAFTED,
    outcome=Outcome.CONSENT,
    need=Need.NEEDED,
)
PARTY = ChainStep(
    kind=_K.PARTY,
    body=N_("同级党委"),
    title=N_("同级党委研究"),
    source=_PRACTICE,
    during=_S.NOMINATED,
    outcome=Outcome.CONSENT,
)
COUNCIL = ChainStep(
    kind=_K.COUNCIL,
    body=N_("主任会议"),
    title=N_("主任会议讨论"),
    source=N_("《地方组织法》第五十四条：主任会议处理常务委员会的重要日常工作"),
    during=_S.NOMINATED,
    outcome=Outcome.CONSENT,
)
REVIEW = ChainStep(
    kind=_K.REVIEW,
    body=N_("人大常委会"),
    title=N_("人大常委会审查候选项目"),
    source=_REVIEWED,
    during=_S.NOMINATED,
    outcome=Outcome.VOTE,
    need=Need.NEEDED,
)
VISITS = ChainStep(
    kind=_K.VISITS,
    body=N_("人大代表"),
    title=N_("代表视察候选项目"),
    source=N_("《代表法》：代表在闭会期间的视察"),
    during=_S.REVIEWED,
    outcome=Outcome.NOTE,
)
COMMENTS = ChainStep(
    kind=_K.COMMENTS,
    body=N_("人大代表"),
    title=N_("征求代表意见并答复"),
    source=_PRACTICE,
    during=_S.REVIEWED,
    outcome=Outcome.NOTE,
)
DELEGATIONS = ChainStep(
    kind=_K.DELEGATIONS,
    body=N_("各代表团"),
    title=N_("各代表团审议候选项目"),
    source=_PRACTICE,
    during=_S.REVIEWED,
    outcome=Outcome.NOTE,
)
FINAL = ChainStep(
    kind=_K.DECISION,
    body=N_("大会主席团"),
    title=N_("大会主席团确定正式候选项目"),
    source=_FINAL,
    during=_S.REVIEWED,
    outcome=Outcome.VOTE,
    need=Need.NEEDED,
)
TOWNSHIP_EXECUTIVE = ChainStep(
    kind=_K.EXECUTIVE,
    body=N_("乡镇政府办公会议"),
    title=N_("乡镇政府办公会议提出初步候选项目"),
    source=_PRACTICE,
    during=_S.DRAFTED,
    outcome=Outcome.CONSENT,
    need=Need.NEEDED,
)
TOWNSHIP_REVIEW = ChainStep(
    kind=_K.REVIEW,
    body=N_("乡镇人大主席团"),
    title=N_("乡镇人大主席团审查候选项目"),
    source=N_("乡镇没有常务委员会，由主席团审查"),
    during=_S.NOMINATED,
    outcome=Outcome.VOTE,
    need=Need.NEEDED,
)

_FULL = (EXECUTIVE, PARTY, COUNCIL, REVIEW, VISITS, COMMENTS, DELEGATIONS, FINAL)
CHAIN: Mapping[Level, tuple[ChainStep, ...]] = {
    Level.CITY: _FULL,
    Level.COUNTY: _FULL,
    Level.TOWNSHIP: (TOWNSHIP_EXECUTIVE, PARTY, TOWNSHIP_REVIEW, VISITS, COMMENTS, DELEGATIONS, FINAL),
}
"""A township has no standing committee, and so no council of its chairpersons."""

DECIDING = tuple(step.kind for step in _FULL if step.decides)
"""The steps at which a body approves, in their order: what changes afterwards is put to it again."""


Steps = Sequence[Mapping[str, str]]
"""Steps of a chain as they are kept: kind, need, source."""


def kept(chain: Sequence[ChainStep]) -> list[dict[str, str]]:
    """Return a chain as it is kept."""
    return [{"kind": step.kind.value, "need": step.need.value, "source": step.source} for step in chain]


def chain_with(level: Level, steps: Steps | None) -> tuple[ChainStep, ...]:
    """Return a level's chain with what a place has set; None: as the level has it. Absent steps are in it, too."""
    own = {row["kind"]: row for row in steps or ()}
    return tuple(
        replace(step, need=Need(own[step.kind]["need"]), source=own[step.kind]["source"])
        if step.kind in own
        else step
        for step in CHAIN[level]
    )


def held(chain: Sequence[ChainStep]) -> tuple[ChainStep, ...]:
    """Return the steps that there are: those that a place has left out are none."""
    return tuple(step for step in chain if step.need is not Need.ABSENT)


def check_chain(level: Level, steps: Steps) -> None:
    """Raise RuleBroken for a chain that is not the level's own steps, leaves out one that moves the list, or says no source."""
    chain = chain_with(level, steps)
    if {row["kind"] for row in steps} != {step.kind.value for step in chain}:
        raise RuleBroken("各环节都要写明。")
    for step in chain:
        if step.moves and step.need is not Need.NEEDED:
            raise RuleBroken("“%(step)s”是名单往下走的一步，不能改成可以省去。", step=step.title)
        if not step.source.strip():
            raise RuleBroken("请写明“%(step)s”的依据。", step=step.title)


def step_of(chain: Sequence[ChainStep], kind: ApprovalKind) -> ChainStep | None:
    """Return a step of a chain, or None where it has none."""
    return next((step for step in chain if step.kind is kind), None)


def approval_word(kind: ApprovalKind, level: Level) -> str:
    """Return what an approval that every level has is called there. kind: one of MOVING."""
    return next(step.title for step in CHAIN[level] if step.kind is kind)


def open_in(chain: Sequence[ChainStep], state: ShortlistState) -> tuple[ChainStep, ...]:
    """Return the steps that may be recorded while a list is in this state."""
    return tuple(step for step in chain if step.during is state)


def lacking(
    chain: Sequence[ChainStep], state: ShortlistState, done: Collection[ApprovalKind]
) -> list[ChainStep]:
    """Return the steps without which a list in this state does not move on, beside the one that moves it."""
    return [step for step in open_in(chain, state) if step.asked and not step.moves and step.kind not in done]
