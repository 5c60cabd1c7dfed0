"""Every rule of a ballot: its wording, default, choices and legal source. Pure data."""

from __future__ import annotations

from dataclasses import dataclass

from voting.congress.ballot_rules.choices import (
    Base,
    BlankPaper,
    Choice,
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
from voting.core.text import N_

Value = Choice | int | bool


@dataclass(frozen=True, kw_only=True)
class RuleDefinition:
    """One rule. choices: every value it may take; least, most: bounds of a whole number instead."""

    key: str
    label: str
    default: Value
    source: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    least: int = 0
    most: int = 0

    def label_of(self, value: Value) -> str:
        """Return the wording of a value: a message id, or the number itself."""
        if isinstance(value, Choice):
            return value.label
        if isinstance(value, bool):
            return N_("是") if value else N_("否")
        return str(value)


def _choice(key: str, label: str, default: Choice, source: str, note: str = "") -> RuleDefinition:
    choices = tuple(type(default))
    return RuleDefinition(key=key, label=label, default=default, source=source, help=note, choices=choices)


def _flag(key: str, label: str, source: str, note: str = "", *, default: bool) -> RuleDefinition:
    return RuleDefinition(key=key, label=label, default=default, source=source, help=note)


def _number(  # noqa: PLR0917  a row of a table
    key: str, label: str, default: int, bounds: tuple[int, int], source: str, note: str = ""
) -> RuleDefinition:
    least, most = bounds
    return RuleDefinition(
        key=key, label=label, default=default, source=source, help=note, least=least, most=most
    )


RULES: tuple[RuleDefinition, ...] = (
    _choice(
        "kind",
        N_("表决方式"),
        Kind.CHOOSE,
        N_("《代表法》第二十三条（赞成、反对、弃权）；圈选参照《选举法》第四十四条"),
        N_("圈选最多选应选数量；逐项表决不限制赞成的项目数，通过的项目多于应选数量时按赞成票取前。"),
    ),
    _number(
        "seats",
        N_("应选数量"),
        10,
        (1, 60),
        N_("陕西省票决制规定（2025）：票决办法应当载明应选数量"),
        N_("本年度要选出的项目数。"),
    ),
    _choice(
        "secrecy",
        N_("记名方式"),
        Secrecy.SECRET,
        N_("参照《选举法》第四十条；各地项目票决均为无记名"),
    ),
    _choice(
        "quorum_base",
        N_("法定人数的基数"),
        QuorumBase.ALL,
        N_("《地方组织法》第十四条"),
        N_("基数为在任的全体代表，以会议开始时为准。"),
    ),
    _choice(
        "quorum_line",
        N_("法定人数"),
        Majority.TWO_THIRDS,
        N_("《地方组织法》第十四条：三分之二以上的代表出席始得举行"),
        N_("常务委员会会议为全体组成人员过半数出席（第五十一条）。"),
    ),
    _choice(
        "pass_base",
        N_("通过线的基数"),
        Base.ALL,
        N_("《地方组织法》第二十五条：以全体代表的过半数通过"),
    ),
    _choice(
        "pass_line",
        N_("通过线"),
        Majority.MORE_THAN_HALF,
        N_("《地方组织法》第二十五条：以全体代表的过半数通过"),
        N_("弃权、未投票都不算赞成。"),
    ),
    _choice(
        "over_selection",
        N_("纸质票所选多于应选数量"),
        OverSelection.VOID,
        N_("参照《选举法》第四十四条"),
        N_("少于应选数量的，票有效。电子票无法多选。"),
    ),
    _choice(
        "blank_paper",
        N_("空白纸质票"),
        BlankPaper.ABSTAIN,
        N_("法律没有规定，由票决办法确定"),
    ),
    _choice(
        "tie_rule",
        N_("末位得票相等"),
        TieRule.REVOTE,
        N_("参照《选举法》第四十五条、《地方组织法》第二十九条"),
        N_("圈选没有反对票，“反对票少的通过”在圈选中即再次票决。"),
    ),
    _choice(
        "shortfall_rule",
        N_("通过的项目少于应选数量"),
        ShortfallRule.ACCEPT,
        N_("另行票决参照《地方组织法》第二十九条；名额空缺由票决办法确定"),
    ),
    _choice(
        "proxy", N_("委托他人投票"), Permission.NOT_ALLOWED, N_("参照全国人大选举和决定任命办法（2013）")
    ),
    _choice(
        "write_in",
        N_("另选候选项目以外的项目"),
        Permission.NOT_ALLOWED,
        N_("项目须经论证和审查，由票决办法确定"),
    ),
    _flag(
        "paper_allowed",
        N_("可以使用纸质票"),
        N_("《地方组织法》未限定方式；全国人大议事规则第六十条（表决器故障时另用他法）"),
        N_("纸质票与电子票合并计算，每名代表只能领一种。"),
        default=True,
    ),
    _flag(
        "publish_counts",
        N_("向社会公布各项目得票数"),
        N_("各地公告多只公布项目名单，由票决办法确定"),
        N_("关闭时，得票数只列入会议记录，代表、监票人、审计人员可查。"),
        default=False,
    ),
    _flag(
        "challenge_allowed",
        N_("代表可以抽检加密票"),
        N_("由票决办法确定；演练和监票人抽检始终可用"),
        default=False,
    ),
    _number(
        "surplus_warn_percent",
        N_("差额比例低于百分之几时提醒"),
        10,
        (0, 100),
        N_("法律没有规定比例；各地实例为百分之二十至一百"),
    ),
    _number(
        "small_channel_limit",
        N_("纸质票（或电子票）不足多少张时须两人同意"),
        5,
        (2, 50),
        N_("保护无记名：票数过少时小计会暴露选择"),
    ),
    _number(
        "key_holders",
        N_("持钥监票人数"),
        3,
        (1, 9),
        N_("参照《选举法》第四十三条（监票人）"),
        N_("最小的乡镇可以只有一人，各处均会注明。"),
    ),
    _number(
        "key_threshold",
        N_("开箱所需的监票人数"),
        2,
        (1, 9),
        N_("应当超过持钥监票人数的一半"),
    ),
    _choice(
        "evaluation_voters",
        N_("满意度测评由谁投票"),
        VoterBody.CONGRESS,
        N_("各地做法：多为全体代表；镇海区（2021）为常委会组成人员"),
    ),
    _choice(
        "evaluation_base",
        N_("测评比例的基数"),
        EvaluationBase.ALL,
        N_("镇海区满意度测评办法（2021）：全体组成人员"),
    ),
    _flag(
        "evaluation_abstain",
        N_("测评可以弃权"),
        N_("《代表法》第二十三条；龙游县做法"),
        default=True,
    ),
    _choice(
        "satisfied_line",
        N_("“满意”的比例"),
        Majority.MORE_THAN_HALF,
        N_("镇海区满意度测评办法（2021）；恰为半数的不计为达到"),
    ),
    _choice(
        "basic_line",
        N_("“满意”加“基本满意”的比例"),
        Majority.MORE_THAN_HALF,
        N_("镇海区满意度测评办法（2021）；恰为半数的不计为达到"),
    ),
    _number(
        "retest_days",
        N_("不满意的项目在多少天内再次测评"),
        90,
        (0, 366),
        N_("各地做法：限期整改、再次测评；期限由票决办法确定"),
        N_("填 0 表示不再测评。"),
    ),
)
