"""The texts that every office may answer with from the beginning. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from voting.screening.suggestion.rules import AnswerClass


@dataclass(frozen=True, kw_only=True)
class AnswerText:
    """What may be answered. title: by which the office finds it; text: may hold the blanks; elsewhere: where else to turn."""

    title: str
    answer_class: AnswerClass
    text: str
    elsewhere: str = ""


USUAL: tuple[AnswerText, ...] = (
    AnswerText(
        title="已经办成",
        answer_class=AnswerClass.SOLVED,
        text="您提出的“【名称】”（编号【编号】）收悉。所提事项已经解决，具体情况是：",
    ),
    AnswerText(
        title="已列入计划",
        answer_class=AnswerClass.PLANNED,
        text="您提出的“【名称】”（编号【编号】）收悉。所提事项已列入有关部门的工作计划，将逐步解决，责任单位和时间安排是：",
    ),
    AnswerText(
        title="暂不具备条件，列入储备",
        answer_class=AnswerClass.NOT_NOW,
        text="您提出的“【名称】”（编号【编号】）收悉。因用地、资金等条件目前还不具备，本年度不列为候选项目，留在项目储备库，条件具备时再研究。",
    ),
    AnswerText(
        title="个人或者单位的具体事项",
        answer_class=AnswerClass.REFERENCE,
        text="您提出的“【名称】”（编号【编号】）收悉。民生实事项目面向社会公众，一个单位或者个人的具体事项不在征集范围之内。",
        elsewhere="拨打 12345 政务服务便民热线，或者到当地政务服务中心办理。",
    ),
    AnswerText(
        title="诉讼、仲裁、复议、信访、举报事项",
        answer_class=AnswerClass.REFERENCE,
        text="您提出的“【名称】”（编号【编号】）收悉。依法应当通过诉讼、仲裁、行政复议、信访、举报等途径处理的事项，不在征集范围之内。",
        elsewhere="向有管辖权的人民法院、仲裁机构、行政复议机关或者信访、举报受理机关提出。",
    ),
    AnswerText(
        title="属于其他部门日常工作",
        answer_class=AnswerClass.REFERENCE,
        text="您提出的“【名称】”（编号【编号】）收悉。所提事项属于部门的日常工作，不必作为民生实事项目票决，已记录供参考。",
        elsewhere="拨打 12345 政务服务便民热线，由主管部门办理。",
    ),
)
"""Drafts in the office's own language, like the chair's script: what is filled in behind the colon is the office's."""
