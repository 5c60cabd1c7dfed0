"""The steps of the sitting itself: its plenary meetings, the result in the hall, a vote left to the next session."""

from __future__ import annotations

from collections.abc import Mapping

from voting.congress.steps import actions as steps_actions
from voting.core.text import N_
from voting.hall.console.step import ConsoleStep, of_meeting
from voting.hall.course.conditions import (
    Asked,
    before_declare,
    before_defer,
    before_rest,
    before_take_back_deferral,
    nothing,
)
from voting.people.rules import Actor
from voting.tally.next_ballot import actions as next_ballot
from voting.tally.steps import actions as tally_steps


def convene(actor: Actor, asked: Asked) -> None:
    steps_actions.convene(actor, meeting_id=asked.meeting.id)


def declare(actor: Actor, asked: Asked) -> None:
    tally_steps.declare(actor, asked.uuid)


def defer(actor: Actor, asked: Asked) -> None:
    """Let the congress leave the vote that must follow to its next session."""
    next_ballot.defer(actor, asked.place, asked.uuid, asked.hands, reason=asked.note)


def take_back_deferral(actor: Actor, asked: Asked) -> None:
    next_ballot.take_back_deferral(actor, asked.uuid, reason=asked.note)


SITTING: Mapping[str, ConsoleStep] = {
    "convene": ConsoleStep(
        title=N_("召开下一次全体会议"),
        intro=N_("本次全体会议就此结束。代表重新签到，另行清点人数；投票和表决以新一次签到为准。"),
        run=convene,
        missing=before_rest,
    ),
    "rest": ConsoleStep(
        title=N_("休会"),
        intro=N_("休会期间不表决、不投票；计票可以继续。"),
        run=of_meeting("rest"),
        missing=before_rest,
    ),
    "resume": ConsoleStep(
        title=N_("复会"),
        intro=N_("本次全体会议继续，签到仍然有效。"),
        run=of_meeting("resume"),
        missing=nothing,
    ),
    "declare": ConsoleStep(
        title=N_("在会场宣布结果"),
        intro=N_("请宣读大屏上的票决结果。宣读以后，大屏转到下一项。"),
        run=declare,
        missing=before_declare,
    ),
    "defer": ConsoleStep(
        title=N_("决定留待下次会议票决"),
        intro=N_("大会举手表决，把再次票决或者另行票决留待下次会议。通过以后，可以先公告已经通过的项目。"),
        run=defer,
        missing=before_defer,
        hands=True,
        stated=True,
    ),
    "take_back_deferral": ConsoleStep(
        title=N_("收回：留待下次会议票决"),
        intro=N_("再次票决或者另行票决仍在本次会议举行。"),
        run=take_back_deferral,
        missing=before_take_back_deferral,
        back=True,
    ),
}
