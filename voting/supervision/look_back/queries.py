"""What the pages of looking back show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.text import version_of
from voting.people.rules import Actor, Place
from voting.supervision.commitment.facts import commitment_for
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT
from voting.supervision.look_back.facts import Voices, suggested, voice_of, voices_of
from voting.supervision.look_back.models import Voice
from voting.supervision.look_back.rules import ANSWERED_IN


@dataclass(frozen=True)
class LookBackPage:
    """The form of a suggester. word: of the commitment's state; open: he may answer; solved, text: his last word, None before.

    answer: what the office said to it, empty until then.
    """

    place: Place
    number: str
    title: str
    project_id: int
    word: str
    open: bool
    solved: bool | None
    text: str
    answer: str


@dataclass(frozen=True)
class VoiceRow:
    """What one suggester says. No number and no name: who follows the project need not know whose it is.

    answer, answered_at: the office's, empty and None until then.
    """

    id: int
    solved: bool
    text: str
    at: datetime
    answer: str
    answered_at: datetime | None

    @property
    def version(self) -> str:
        """Return by what the deed knows that these are the words that were answered."""
        return version_of(self.text)

    @property
    def waits(self) -> bool:
        """Tell whether it waits for an answer."""
        return not self.solved and self.answered_at is None


@dataclass(frozen=True)
class VoicesPage:
    """What suggesters say of a commitment, those first whose problem is not solved."""

    place: Place
    commitment: Commitment
    counted: Voices
    rows: Sequence[VoiceRow]


def look_back_page(place: Place, number: str) -> LookBackPage:
    """Return the form for a suggestion's number. Errors: NotFound."""
    found, row = suggested(place, number)
    said = voice_of(row, found.id)
    return LookBackPage(
        place=place,
        number=found.number,
        title=row.title,
        project_id=row.project_id,
        word=COMMITMENT.words[row.state],
        open=row.state in ANSWERED_IN,
        solved=said.solved if said else None,
        text=said.text if said else "",
        answer=said.answer if said else "",
    )


def voices_page(place: Place, actor: Actor, commitment_id: int) -> VoicesPage:
    """Return the answers to a commitment that the person may read. Errors: NotFound."""
    row = commitment_for(actor, place.id, commitment_id)
    asked = select(Voice).where(Voice.jurisdiction_id == place.id, Voice.commitment_id == row.id)
    found = db.session.scalars(asked.order_by(Voice.solved, Voice.at.desc(), Voice.id))
    said = [VoiceRow(one.id, one.solved, one.text, one.at, one.answer, one.answered_at) for one in found]
    return VoicesPage(place, row, voices_of(row), said)


@dataclass(frozen=True)
class AnswerPage:
    """The form in which the office answers one suggester."""

    place: Place
    commitment: Commitment
    voice: VoiceRow


def answer_page(place: Place, actor: Actor, voice_id: int) -> AnswerPage:
    """Return what a suggester says, to be answered. Errors: NotFound."""
    one = db.session.get(Voice, voice_id)
    if one is None or one.jurisdiction_id != place.id:
        raise NotFound("没有这一条。")
    row = commitment_for(actor, place.id, one.commitment_id)
    return AnswerPage(place, row, VoiceRow(one.id, one.solved, one.text, one.at, one.answer, one.answered_at))
