"""The values that the rules of a ballot may take, each with its wording. Pure; knows nobody who votes."""

from __future__ import annotations

from enum import StrEnum

from voting.core.text import N_


class Kind(StrEnum):
    """How a deputy answers (procedure.md 3.3, types A and B, and section 5)."""

    CHOOSE = "choose"
    EACH = "each"
    EVALUATE = "evaluate"


class QuorumBase(StrEnum):
    """What the quorum is a fraction of."""

    ALL = "all"
    NONE = "none"


class Base(StrEnum):
    """What a line is a fraction of; `none` sets no line at all."""

    ALL = "all"
    PRESENT = "present"
    VALID = "valid"
    NONE = "none"


class EvaluationBase(StrEnum):
    """What the lines of an evaluation are a fraction of."""

    ALL = "all"
    PRESENT = "present"
    VALID = "valid"


class Line(StrEnum):
    """How large a part of the base is needed."""

    MORE_THAN_HALF = "more_than_half"
    HALF = "half"
    TWO_THIRDS = "two_thirds"


class OverSelection(StrEnum):
    """What becomes of a paper that chooses more than K (a sealed ballot cannot)."""

    VOID = "void"
    ABSTAIN = "abstain"


class BlankPaper(StrEnum):
    """What becomes of a paper on which nothing is marked."""

    ABSTAIN = "abstain"
    VOID = "void"


class TieRule(StrEnum):
    """Who parts projects with equal votes at place K."""

    REVOTE = "revote"
    PRESIDIUM = "presidium"
    FEWER_OPPOSE = "fewer_oppose"


class ShortfallRule(StrEnum):
    """What follows when fewer than K projects reach the line."""

    ACCEPT = "accept"
    SECOND_ROUND = "second_round"


class VoterBody(StrEnum):
    """Who evaluates the finished projects."""

    CONGRESS = "congress"
    STANDING_COMMITTEE = "standing_committee"


class Secrecy(StrEnum):
    """Whether names stand on the ballots."""

    SECRET = "secret"  # noqa: S105  the secret ballot, not a password


class Permission(StrEnum):
    """What the procedure never lets a deputy do."""

    NOT_ALLOWED = "not_allowed"


LABELS: dict[StrEnum, str] = {
    Kind.CHOOSE: N_("圈选（在候选项目中选出不超过应选数量的项目）"),
    Kind.EACH: N_("逐项表决（每个项目赞成、反对或者弃权）"),
    Kind.EVALUATE: N_("满意度测评（每个项目满意、基本满意或者不满意）"),
    QuorumBase.ALL: N_("全体代表（应到人数）"),
    QuorumBase.NONE: N_("不设法定人数"),
    Base.ALL: N_("全体代表（应到人数）"),
    Base.PRESENT: N_("实到代表"),
    Base.VALID: N_("有效票"),
    Base.NONE: N_("不设得票线，按得票多少取足应选数量"),
    EvaluationBase.ALL: N_("全体代表（应到人数）"),
    EvaluationBase.PRESENT: N_("实到代表"),
    EvaluationBase.VALID: N_("有效票"),
    Line.MORE_THAN_HALF: N_("过半数（超过二分之一）"),
    Line.HALF: N_("半数以上（含二分之一）"),
    Line.TWO_THIRDS: N_("三分之二以上（含三分之二）"),
    OverSelection.VOID: N_("整张票无效"),
    OverSelection.ABSTAIN: N_("整张票作弃权计，票仍有效"),
    BlankPaper.ABSTAIN: N_("作弃权计，票仍有效"),
    BlankPaper.VOID: N_("整张票无效"),
    TieRule.REVOTE: N_("就得票相等的项目再次票决"),
    TieRule.PRESIDIUM: N_("由主席团决定"),
    TieRule.FEWER_OPPOSE: N_("反对票少的项目当选；仍相等的再次票决"),
    ShortfallRule.ACCEPT: N_("名额空缺，不再票决"),
    ShortfallRule.SECOND_ROUND: N_("就未获通过的项目另行票决"),
    VoterBody.CONGRESS: N_("全体代表"),
    VoterBody.STANDING_COMMITTEE: N_("常务委员会组成人员"),
    Secrecy.SECRET: N_("无记名"),
    Permission.NOT_ALLOWED: N_("不允许"),
}
