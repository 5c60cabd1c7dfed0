"""The rules of one ballot, typed and checked. Pure; imports nothing that knows who votes (the wall)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from voting.congress.ballot_rules.choices import (
    Base,
    BlankPaper,
    EvaluationBase,
    Kind,
    Majority,
    OverSelection,
    Permission,
    QuorumBase,
    Secrecy,
    ShortfallRule,
    TieRule,
    VoterBody,
)
from voting.congress.ballot_rules.table import RULES, RuleDefinition, Value
from voting.congress.ballot_rules.thresholds import needed
from voting.core.errors import RuleBroken
from voting.core.text import N_

FORMAT = "livelihood-ballot-rules/1"
NATIONAL_LAW = re.compile("《[^》]*法》")
OTHER_PLACES = re.compile("[省市县区]|各地")


@dataclass(frozen=True, kw_only=True)
class BallotRules:
    """Every rule of a ballot, as frozen into rules.json. What each means and its source: RULES."""

    year: int
    kind: Kind
    seats: int
    secrecy: Secrecy
    quorum_base: QuorumBase
    quorum_line: Majority
    pass_base: Base
    pass_line: Majority
    over_selection: OverSelection
    blank_paper: BlankPaper
    tie_rule: TieRule
    shortfall_rule: ShortfallRule
    proxy: Permission
    write_in: Permission
    paper_allowed: bool
    publish_counts: bool
    challenge_allowed: bool
    surplus_warn_percent: int
    small_channel_limit: int
    key_holders: int
    key_threshold: int
    evaluation_voters: VoterBody
    evaluation_base: EvaluationBase
    evaluation_abstain: bool
    satisfied_line: Majority
    basic_line: Majority
    retest_days: int

    def quorum_of(self, due: int) -> int:
        """Return how many must be present; 0 where no quorum is asked for."""
        return 0 if self.quorum_base is QuorumBase.NONE else needed(self.quorum_line, due)

    def pass_line_of(self, *, due: int, present: int, valid: int) -> int:
        """Return how many approvals let a project through; 0 where there is no line."""
        base = {Base.ALL: due, Base.PRESENT: present, Base.VALID: valid}
        return 0 if self.pass_base is Base.NONE else needed(self.pass_line, base[self.pass_base])

    def as_document(self) -> dict[str, str | int | bool]:
        """Return the rules as they stand in rules.json: strings, whole numbers and truth values only."""
        document: dict[str, str | int | bool] = {"format": FORMAT}
        for field in fields(self):
            value: str | int | bool = getattr(self, field.name)
            document[field.name] = value.value if isinstance(value, StrEnum) else value
        return document

    def for_ballot(self, kind: Kind, seats: int) -> BallotRules:
        """Return the same rules for one ballot of a kind and a number of seats."""
        checked(BY_KEY["seats"], seats)
        return replace(self, kind=kind, seats=seats)

    def for_standing_committee(self) -> BallotRules:
        """Return the same rules where the standing committee votes (art. 51: more than half present)."""
        return replace(self, quorum_line=Majority.MORE_THAN_HALF)


BY_KEY: dict[str, RuleDefinition] = {rule.key: rule for rule in RULES}

WITHOUT_LINE = N_("参照《选举法》第四十五条：以得票多的当选")
"""What a ballot rests on that asks for no number of votes: art. 25 is about the line which it does not have."""


WITHOUT_QUORUM = N_("由票决办法确定")
OF_A_COMMITTEE = N_("《地方组织法》第五十一条：全体组成人员过半数出席始得举行")


def source_of(key: str, rules: BallotRules) -> str:
    """Return on what a rule rests under these rules (a message id).

    Its own source, unless there is no line to pass or no quorum; a standing committee meets with more than half, a
    congress with two thirds.
    """
    if key == "pass_base" and rules.pass_base is Base.NONE:
        return WITHOUT_LINE
    if key == "quorum_base" and rules.quorum_base is QuorumBase.NONE:
        return WITHOUT_QUORUM
    if key == "quorum_line" and rules.quorum_line is Majority.MORE_THAN_HALF:
        return OF_A_COMMITTEE
    return BY_KEY[key].source


def without_other_places(source: str) -> str:
    """Return a source as a paper cites it, in Chinese: without other places' rules and practice; empty where nothing is left.

    These are examples for the settings; what rests on them holds by the method that was adopted.
    """
    parts = source.split("；")
    return "；".join(part for part in parts if NATIONAL_LAW.search(part) or not OTHER_PLACES.search(part))


def cited(key: str, rules: BallotRules) -> str:
    """Return on what a rule rests as the method that the congress adopts says it, in Chinese."""
    return without_other_places(source_of(key, rules)) or "由本办法规定"


def applies(key: str, rules: BallotRules) -> bool:
    """Tell whether a rule says anything under these rules: how high a line or a quorum is, only where there is one."""
    without = {"pass_line": rules.pass_base is Base.NONE, "quorum_line": rules.quorum_base is QuorumBase.NONE}
    return not without.get(key, False)


def checked(rule: RuleDefinition, value: object) -> Value:
    """Return the value as the rule's own type; raise RuleBroken if the rule does not know it."""
    if rule.choices:
        for choice in rule.choices:
            if value == choice.value and isinstance(value, str):
                return choice
    elif isinstance(rule.default, bool):
        if isinstance(value, bool):
            return value
    elif isinstance(value, int) and not isinstance(value, bool) and rule.least <= value <= rule.most:
        return value
    raise RuleBroken("规则“%(rule)s”不能取“%(value)s”。", rule=rule.label, value=value)


def build(year: int, values: Mapping[str, object], defaults: Mapping[str, object]) -> BallotRules:
    """Return the rules of a year: what was set, else what the level prescribes, else the general default.

    values: key -> value as in RuleSet.values. Errors: RuleBroken for an unknown key or value, and for
    a key threshold that is not more than half of the holders.
    """
    unknown = sorted(values.keys() - BY_KEY.keys())
    if unknown:
        raise RuleBroken("没有“%(key)s”这条规则。", key=unknown[0])
    chosen: dict[str, Any] = {
        rule.key: checked(rule, values.get(rule.key, defaults.get(rule.key, rule.default))) for rule in RULES
    }
    rules = BallotRules(year=year, **chosen)
    if not rules.key_holders / 2 < rules.key_threshold <= rules.key_holders:
        raise RuleBroken(
            "开箱所需的监票人数（%(threshold)s）应当超过持钥监票人数（%(holders)s）的一半，且不多于该数。",
            threshold=rules.key_threshold,
            holders=rules.key_holders,
        )
    return rules


def from_document(document: Mapping[str, object]) -> BallotRules:
    """Return the rules of a rules.json document; raise RuleBroken unless it is exactly one of ours."""
    values = {key: value for key, value in document.items() if key not in {"format", "year"}}
    year = document.get("year")
    if document.get("format") != FORMAT or not isinstance(year, int) or isinstance(year, bool):
        raise RuleBroken("这不是本程序的票决规则文件。")
    missing = sorted(BY_KEY.keys() - values.keys())
    if missing:
        raise RuleBroken("票决规则文件缺少“%(key)s”。", key=missing[0])
    return build(year, values, {})
