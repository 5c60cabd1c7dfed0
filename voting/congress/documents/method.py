"""The rules of a ballot as the articles of a 票决办法, in words. Pure; the document is Chinese by nature."""

from __future__ import annotations

from voting.congress.ballot_rules.choices import (
    Base,
    BlankPaper,
    Kind,
    OverSelection,
    QuorumBase,
    ShortfallRule,
    TieRule,
    VoterBody,
)
from voting.congress.ballot_rules.rules import BallotRules
from voting.congress.ballot_rules.thresholds import surplus_percent


def articles(year: int, rules: BallotRules, candidates: int) -> list[str]:
    """Return the articles in order, without their numbers."""
    texts = [
        "根据《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》等法律法规，结合本行政区域实际，制定本办法。",
        _subject(year, rules, candidates),
        _quorum(rules),
        _casting(rules),
        _marking(rules),
        "收回的票数不多于发出的票数，票决有效；多于发出的票数，票决无效，应当重新票决。",
        *_deciding(rules),
        _officers(rules),
        _publishing(rules),
        "本办法经大会全体会议通过后施行；未尽事宜由大会主席团决定。",
    ]
    return [text for text in texts if text]


def _subject(year: int, rules: BallotRules, candidates: int) -> str:
    if rules.kind is Kind.EVALUATE:
        among = f"，共 {candidates} 项" if candidates else ""
        return f"本次会议对{year}年民生实事项目的完成情况进行满意度测评{among}，采用无记名方式。"
    if not candidates:
        return (
            f"本次会议票决{year}年民生实事项目。候选项目由大会主席团提出，应选 {rules.seats} 项。"
            f"票决采用无记名方式，{_manner(rules)}"
        )
    surplus = candidates - rules.seats
    text = f"本次会议票决{year}年民生实事项目。候选项目 {candidates} 项，应选 {rules.seats} 项，"
    if surplus <= 0:
        return text + f"等额票决。票决采用无记名方式，{_manner(rules)}"
    percent = surplus_percent(candidates, rules.seats)
    return text + f"差额 {surplus} 项（差额比例 {percent}%）。票决采用无记名方式，{_manner(rules)}"


def _manner(rules: BallotRules) -> str:
    if rules.kind is Kind.CHOOSE:
        return f"由代表在候选项目中圈选，所选不超过 {rules.seats} 项。"
    return "由代表对每个候选项目表示赞成、反对或者弃权。"


def _quorum(rules: BallotRules) -> str:
    if rules.quorum_base is QuorumBase.NONE:
        return ""
    share = rules.quorum_line.label.split("（", maxsplit=1)[0]
    return f"会议有全体代表的{share}出席，始得进行票决。"


def _casting(rules: BallotRules) -> str:
    text = "到会代表每人领取一张票，不得委托他人投票。票一经投出不得更改；领取后未投出的，计为未收回。"
    if rules.paper_allowed:
        return text + "票分电子票和纸质票，每名代表只能领取一种，两种票合并计算。"
    return text + "本次票决只使用电子票。"


def _marking(rules: BallotRules) -> str:
    blank = "空白票计为弃权" if rules.blank_paper is BlankPaper.ABSTAIN else "空白票无效"
    if rules.kind is Kind.EVALUATE:
        return f"对每个项目只能选择一个评价等次。无法辨认的票无效，{blank}。"
    if rules.kind is Kind.EACH:
        return f"对每个项目只能表示一种意见。不得另选候选项目以外的项目。无法辨认的票无效，{blank}。"
    over = "该票无效" if rules.over_selection is OverSelection.VOID else "该票计为弃权"
    return (
        f"所选项目等于或者少于 {rules.seats} 项的，该票有效；多于 {rules.seats} 项的，{over}。"
        f"不得另选候选项目以外的项目。无法辨认的票无效，{blank}。"
    )


def _deciding(rules: BallotRules) -> list[str]:
    if rules.kind is Kind.EVALUATE:
        return [grading(rules)]
    return [passing(rules), _parting(rules), _filling(rules)]


def passing(rules: BallotRules) -> str:
    """Return by which rule a project passes."""
    if rules.pass_base is Base.NONE:
        return f"按赞成票从多到少确定 {rules.seats} 项为{rules.year}年民生实事项目。"
    base = rules.pass_base.label.split("（", maxsplit=1)[0]
    share = rules.pass_line.label.split("（", maxsplit=1)[0]
    return (
        f"候选项目获得{base}{share}赞成的，始得通过。"
        f"通过的项目多于应选数量时，按赞成票从多到少确定 {rules.seats} 项。弃权和未收回的票不计为赞成。"
    )


def _parting(rules: BallotRules) -> str:
    return {
        TieRule.REVOTE: "应选末位得票相等、不能确定的，就得票相等的项目再次票决，以得票多的通过。",
        TieRule.PRESIDIUM: "应选末位得票相等、不能确定的，由大会主席团决定。",
        TieRule.FEWER_OPPOSE: "应选末位赞成票相等的，反对票少的通过；仍相等的，就这些项目再次票决。",
    }[rules.tie_rule]


def _filling(rules: BallotRules) -> str:
    if rules.shortfall_rule is ShortfallRule.ACCEPT:
        return "通过的项目少于应选数量的，不足的名额空缺，不再票决。"
    return "通过的项目少于应选数量的，就未通过的项目对不足的名额另行票决。"


def grading(rules: BallotRules) -> str:
    """Return by which rule an evaluated project gets its grade."""
    voters = "全体代表" if rules.evaluation_voters is VoterBody.CONGRESS else "常务委员会全体组成人员"
    base = {"all": voters, "present": "实到人员", "valid": "有效票"}[rules.evaluation_base]
    high = rules.satisfied_line.label.split("（", maxsplit=1)[0]
    low = rules.basic_line.label.split("（", maxsplit=1)[0]
    text = (
        f"满意票达到{base}{high}的，测评为满意；达不到，但满意票和基本满意票合计达到{base}{low}的，"
        "测评为基本满意；仍达不到的，测评为不满意。"
    )
    if rules.retest_days:
        text += f"测评为不满意的项目，应当整改，并在 {rules.retest_days} 天内再次测评。"
    return text


def _officers(rules: BallotRules) -> str:
    """Say who counts and who can open the box. Of a single key holder it must not be said that nobody opens it alone."""
    held = (
        "由 1 名监票人持有，开箱须有他到场"
        if rules.key_holders == 1
        else f"由 {rules.key_holders} 名监票人分别持有，须有其中 {rules.key_threshold} 名到场方可开箱；任何人不能单独开箱"
    )
    return (
        "票决设总监票人、监票人，总计票人、计票人，名单由大会主席团提出，经大会全体会议通过。"
        f"电子票箱的钥匙{held}，开箱只得出各项目的合计票数，不得出任何一张票的内容。"
    )


def _publishing(rules: BallotRules) -> str:
    text = "计票结果经总监票人、总计票人签字，报大会主席团确认后，由会议主持人宣布，并由大会主席团发布公告。"
    if rules.publish_counts:
        return text + "各项目得票数向社会公布。"
    return text + "公告只公布项目名单；各项目得票数列入会议记录。"
