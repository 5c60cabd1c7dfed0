"""The steps of the console as one table: what each needs, whether two persons take it, and whose deed it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from voting.ballot.card import actions as card_actions
from voting.ballot.close import actions as close_actions
from voting.ballot.set_up import actions as ballot_actions
from voting.ballot.set_up import ordering
from voting.confirmation.rules import ConfirmationKind, Sentences
from voting.core.errors import NotFound, WrongMoment
from voting.core.text import N_
from voting.hall.console.draw_steps import (
    cast_first,
    close_voting,
    draw_apart,
    draw_together,
    make_issuing_keys,
    offer,
    open_voting,
    set_up,
    withdraw_set_up,
)
from voting.hall.console.step import ConsoleStep, of_meeting
from voting.hall.console.steps_sitting import SITTING
from voting.hall.course.conditions import (
    Asked,
    before_draw_together,
    before_end,
    before_joint_change,
    before_keys,
    before_open,
    before_order,
    before_set_up,
    before_void,
    before_withdraw_quorum,
    before_withdraw_scrutineers,
    before_write_off,
    missing_of_meeting,
    nothing,
    vote_title,
)
from voting.people.rules import LEAD, Actor, Role
from voting.tally.run.models import lock_run


def begin_keys(actor: Actor, asked: Asked) -> None:
    ordering.begin_ceremony(actor, asked.meeting.id)


def order_ballot(actor: Actor, asked: Asked) -> None:
    """Put the year's formal candidates on a ballot under the year's rules."""
    title = vote_title(asked.place, asked.meeting.year)
    ordering.order_from_shortlist(actor, asked.meeting.id, title)


def write_off_cards(actor: Actor, asked: Asked) -> Callable[[Actor], None]:
    """Account for the cards that cannot be found; then nothing keeps the box from the tally any more."""
    uuid = asked.uuid
    card_actions.write_off_cards(actor, uuid, reason=asked.note)
    return lambda confirmer: offer(confirmer, uuid)


def void_ballot(actor: Actor, asked: Asked) -> Callable[[Actor], None]:
    """Declare the whole ballot void."""
    uuid = asked.uuid
    with suppress(NotFound):
        lock_run(uuid, asked.place.id)  # the last share may come in at this moment
    missing = before_void(asked)
    if missing:
        raise WrongMoment(missing[0].what)
    ballot_actions.void(actor, uuid, reason=asked.note)
    return lambda _actor: close_actions.sweep(uuid)


STEPS: Mapping[str, ConsoleStep] = {
    **SITTING,
    "adopt_method": ConsoleStep(
        title=N_("通过票决办法"),
        intro=N_("大会举手表决，大屏显示表决事项和票数。通过后，本年度的票决规则不再改动。"),
        run=of_meeting("adopt_method"),
        missing=missing_of_meeting("adopt_method"),
        hands=True,
    ),
    "adopt_scrutineers": ConsoleStep(
        title=N_("通过监票人、计票人名单"),
        intro=N_("大会举手表决。通过后，名单不再改动，监票人可以生成钥匙。"),
        run=of_meeting("adopt_scrutineers"),
        missing=missing_of_meeting("adopt_scrutineers"),
        hands=True,
    ),
    "begin_keys": ConsoleStep(
        title=N_("请监票人生成钥匙"),
        intro=N_("每位监票人在自己的设备上生成一份，大声核对同一串字符。票箱用这把钥匙封闭。"),
        run=begin_keys,
        missing=before_keys,
    ),
    "confirm_quorum": ConsoleStep(
        title=N_("宣布符合法定人数"),
        intro=N_("应到、出席人数就此固定，应到人数是法定人数和通过线的基数。之后到会的代表仍可签到。"),
        run=of_meeting("confirm_quorum"),
        missing=missing_of_meeting("confirm_quorum"),
    ),
    "order": ConsoleStep(
        title=N_("生成选票"),
        intro=N_("把主席团确定的正式候选项目连同票决规则印上选票。"),
        run=order_ballot,
        missing=before_order,
    ),
    "draw_together": ConsoleStep(
        title=N_("合并领票"),
        intro=N_("代表登录一次，同时领到这几张票，在平板上逐张填写、逐张投出；每张票各有票箱，分别计票。"),
        run=draw_together,
        missing=before_draw_together,
    ),
    "cast_first": ConsoleStep(
        title=N_("改为先投这张"),
        intro=N_("合并领取的票按这个次序在平板上逐张打开。"),
        run=cast_first,
        missing=before_joint_change,
    ),
    "draw_apart": ConsoleStep(
        title=N_("改为分开领票"),
        intro=N_("每张票各自封箱、领票、投票，一张办完再办下一张。"),
        run=draw_apart,
        missing=before_joint_change,
    ),
    "set_up": ConsoleStep(
        title=N_("封闭票箱，开始领票"),
        intro=N_("票箱用监票人的钥匙封闭。已签到的代表从现在起可以在平板上领票、阅读候选项目，还不能投票。"),
        run=set_up,
        missing=before_set_up,
        first=make_issuing_keys,
    ),
    "open_voting": ConsoleStep(
        title=N_("开始投票"),
        intro=N_("确认后，全场平板同时打开选票，大屏转为投票进度。"),
        run=open_voting,
        missing=before_open,
        two_persons=True,
    ),
    "close_voting": ConsoleStep(
        title=N_("停止投票"),
        intro=N_("确认后不再收票，票箱封存，大屏显示票箱校验码。没有投出的票计为未收回。"),
        run=close_voting,
        missing=nothing,
        two_persons=True,
        ends_voting=True,
    ),
    "write_off_cards": ConsoleStep(
        title=N_("登记无法收回的票卡"),
        intro=N_("没有发出、也没有作废的票卡全部记为无法收回，印在发票收票情况报告上。登记以后才能开箱。"),
        run=write_off_cards,
        missing=before_write_off,
        two_persons=True,
        stated=True,
    ),
    "void": ConsoleStep(
        title=N_("宣布票决无效"),
        intro=N_("这次票决整个作废，票不开封，须重新票决。"),
        run=void_ballot,
        missing=before_void,
        two_persons=True,
        back=True,
    ),
    "close": ConsoleStep(
        title=N_("闭会"),
        intro=N_("签到截止。闭会后仍可收回这一步。"),
        run=of_meeting("close"),
        missing=before_end,
    ),
    "archive": ConsoleStep(
        title=N_("归档"),
        intro=N_("会议记录从此不再改动。"),
        run=of_meeting("archive"),
        missing=nothing,
        two_persons=True,
    ),
    "withdraw_method": ConsoleStep(
        title=N_("收回：通过票决办法"),
        intro=N_("回到筹备阶段，规则可以改动。"),
        run=of_meeting("withdraw_method"),
        missing=nothing,
        back=True,
    ),
    "withdraw_scrutineers": ConsoleStep(
        title=N_("收回：通过监票人、计票人名单"),
        intro=N_("名单可以改动。"),
        run=of_meeting("withdraw_scrutineers"),
        missing=before_withdraw_scrutineers,
        back=True,
    ),
    "withdraw_quorum": ConsoleStep(
        title=N_("收回：宣布符合法定人数"),
        intro=N_("应到、出席人数重新计算。"),
        run=of_meeting("withdraw_quorum"),
        missing=before_withdraw_quorum,
        back=True,
    ),
    "withdraw_set_up": ConsoleStep(
        title=N_("收回：封闭票箱"),
        intro=N_("还没有人领票时可以收回。重新封闭的票箱有新的核对码，印好的规则和票卡须重印。"),
        run=withdraw_set_up,
        missing=nothing,
        back=True,
    ),
    "reopen": ConsoleStep(
        title=N_("收回：闭会"),
        intro=N_("会议继续。"),
        run=of_meeting("reopen"),
        missing=nothing,
        back=True,
    ),
}
"""Steps of counting are taken in the tally room, which asks for its second person itself."""

BY_TWO = ConfirmationKind(
    name="hall:step",
    ask=LEAD,
    confirm=frozenset({Role.CHAIR, Role.SECRETARIAT}),
    said=Sentences(
        unknown=N_("没有这项请求。"),
        waiting=N_("已有一步在等第二人确认，请先确认或撤回。"),
        settled=N_("这一步已经办结或者撤回。"),
        own=N_("发起人不能自己确认，请另一人在自己的设备上确认。"),
        role=N_("须由执行主席或者秘书处确认。"),
    ),
)
"""A step of the console that two persons take; one at a time waits for a meeting."""
