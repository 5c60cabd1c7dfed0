"""Eligibility and scoring criteria: tables. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from voting.core.text import N_


@dataclass(frozen=True)
class CheckItem:
    """One line of the eligibility checklist. must: true for what is required, false for what excludes."""

    key: str
    question: str
    source: str
    must: bool


_XINZHOU = N_("忻州市票决制规定（2023）第二条、第三条")
_SHAANXI = N_("陕西省票决制规定（2025）；重庆市巴南区工作办法（2025）")
_KAIFENG = N_("开封市人大常委会决定（2024）")

CHECKLIST: tuple[CheckItem, ...] = (
    CheckItem("broad", N_("普惠：受益群众面广，不是个别单位、个别人的需要"), _XINZHOU, must=True),
    CheckItem("balanced", N_("均衡：照顾到城乡、区域和不同人群"), _XINZHOU, must=True),
    CheckItem("public_interest", N_("公益：以社会效益为主，不以营利为目的"), _XINZHOU, must=True),
    CheckItem("livelihood", N_("属于民生领域"), _XINZHOU, must=True),
    CheckItem("budgeted", N_("资金列入预算，以本级财政为主"), _SHAANXI, must=True),
    CheckItem("this_year", N_("一般当年完成；跨年度的有明确的年度阶段目标"), _SHAANXI, must=True),
    CheckItem("measurable", N_("有清晰的年度定量目标"), N_("温州市鹿城区征集公告（2024）"), must=True),
    CheckItem("no_conditions", N_("不具备实施条件"), _SHAANXI, must=False),
    CheckItem("burden", N_("增加群众或者企业负担"), _SHAANXI, must=False),
    CheckItem("debt", N_("可能引发政府债务风险"), _SHAANXI, must=False),
    CheckItem("stability", N_("可能引发社会稳定风险"), _SHAANXI, must=False),
    CheckItem("assigned", N_("上级已经统一部署、必须完成的任务"), _SHAANXI, must=False),
    CheckItem(
        "litigation", N_("属于诉讼、仲裁、复议、信访、举报的事项"), N_("江门市征集公告（2022）"), must=False
    ),
    CheckItem("formalism", N_("形式主义、形象工程或者简单重复"), _KAIFENG, must=False),
)


@dataclass(frozen=True)
class Criterion:
    """One of the four scoring criteria. weight: the most points it counts where a place has not set its own."""

    key: str
    title: str
    question: str
    weight: int = 25


FULL = 100
"""What the weights of all criteria add up to: a project that is best in each has so many points."""
CRITERIA: tuple[Criterion, ...] = (
    Criterion("expectation", N_("群众期待值"), N_("有多少群众盼着办，盼了多久")),
    Criterion("operability", N_("建设可操作性"), N_("用地、手续、技术、人手是否具备")),
    Criterion("urgency", N_("实施迫切性"), N_("晚一年办，损失有多大")),
    Criterion("funding", N_("资金保障性"), N_("钱从哪里来，是否已经落实")),
)
"""Source: the scoring of Tuhe town, Guanyun county, see docs/rules.md#scoring."""
