"""The values that the rules of a ballot may take, each with its wording. Pure; knows nobody who votes."""

from __future__ import annotations

from typing import Self

from voting.core.lifecycle import ByName
from voting.core.text import N_


class Choice(ByName):
    """A value of a rule and its wording, a message id. Each member has its own, whatever values others share."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Kind(Choice):
    """How a deputy answers (圈选、逐项表决、满意度测评)."""

    CHOOSE = "choose", N_("圈选（在候选项目中选出不超过应选数量的项目）")
    EACH = "each", N_("逐项表决（每个项目赞成、反对或者弃权）")
    EVALUATE = "evaluate", N_("满意度测评（每个项目满意、基本满意或者不满意）")


class QuorumBase(Choice):
    """What the quorum is a fraction of."""

    ALL = "all", N_("全体代表（应到人数）")
    NONE = "none", N_("不设法定人数")


class Base(Choice):
    """What a line is a fraction of; `none` sets no line at all."""

    ALL = "all", N_("全体代表（应到人数）")
    PRESENT = "present", N_("实到代表")
    VALID = "valid", N_("有效票")
    NONE = "none", N_("不设得票线，按得票多少取足应选数量")


class EvaluationBase(Choice):
    """What the lines of an evaluation are a fraction of."""

    ALL = "all", N_("全体代表（应到人数）")
    PRESENT = "present", N_("实到代表")
    VALID = "valid", N_("有效票")


class Majority(Choice):
    """How large a part of the base is needed."""

    MORE_THAN_HALF = "more_than_half", N_("过半数（超过二分之一）")
    HALF = "half", N_("半数以上（含二分之一）")
    TWO_THIRDS = "two_thirds", N_("三分之二以上（含三分之二）")


class OverSelection(Choice):
    """What becomes of a paper that chooses more than K (a sealed ballot cannot)."""

    VOID = "void", N_("整张票无效")
    ABSTAIN = "abstain", N_("整张票作弃权计，票仍有效")


class BlankPaper(Choice):
    """What becomes of a paper on which nothing is marked."""

    ABSTAIN = "abstain", N_("作弃权计，票仍有效")
    VOID = "void", N_("整张票无效")


class TieRule(Choice):
    """Who parts projects with equal votes at place K."""

    REVOTE = "revote", N_("就得票相等的项目再次票决")
    PRESIDIUM = "presidium", N_("由主席团决定")
    FEWER_OPPOSE = "fewer_oppose", N_("反对票少的项目通过；仍相等的再次票决")


class ShortfallRule(Choice):
    """What follows when fewer than K projects reach the line."""

    ACCEPT = "accept", N_("名额空缺，不再票决")
    SECOND_ROUND = "second_round", N_("就未获通过的项目另行票决")


class VoterBody(Choice):
    """Who evaluates the finished projects."""

    CONGRESS = "congress", N_("全体代表")
    STANDING_COMMITTEE = "standing_committee", N_("常务委员会组成人员")


class Secrecy(Choice):
    """Whether names stand on the ballots."""

    SECRET = "secret", N_("无记名")


class Permission(Choice):
    """What the procedure never lets a deputy do."""

    NOT_ALLOWED = "not_allowed", N_("不允许")
