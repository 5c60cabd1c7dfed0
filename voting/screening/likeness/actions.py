"""Deeds of look-alikes: a congress's own words, and what others may see. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.screening.likeness.models import OwnWords
from voting.screening.likeness.wish import faults, lines_of
from voting.screening.suggestion.facts import OPEN, suggestion_of
from voting.screening.suggestion.models import Suggestion


@dataclass(frozen=True, kw_only=True)
class OwnWordsRevised(Event):
    """places, synonyms: how many lines."""

    name: ClassVar[str] = "screening:own_words:revised"
    places: int
    synonyms: int


@dataclass(frozen=True, kw_only=True)
class SuggestionShown(Event):
    name: ClassVar[str] = "screening:suggestion:shown"
    suggestion: int


@dataclass(frozen=True, kw_only=True)
class SuggestionHidden(Event):
    name: ClassVar[str] = "screening:suggestion:hidden"
    suggestion: int


@dataclass(frozen=True, kw_only=True)
class NewOwnWords:
    """What was typed. places, synonyms: see models.OwnWords; version: of what was on the page, 0 before there was any."""

    places: str
    synonyms: str
    version: int


def revise_own_words(actor: Actor, *, jurisdiction_id: int, new: NewOwnWords) -> OwnWords:
    """Replace a congress's own places and synonyms; they count from the next question on.

    Errors: RuleBroken for a line of synonyms that says nothing; WrongMoment when somebody else was quicker.
    """
    if wrong := faults(new.synonyms):
        raise RuleBroken("“%(line)s”只有一个词：同义词每行至少两个，用空格或者等号隔开。", line=wrong[0])
    row = db.session.get(OwnWords, jurisdiction_id, with_for_update=True, populate_existing=True)
    if (row.version if row else 0) != new.version:
        raise WrongMoment("别人刚刚改过这一页。您写的还在下面，请打开新的一页对照后再保存。")
    if row is None:
        row = OwnWords(jurisdiction_id=jurisdiction_id)
        db.session.add(row)
    row.places, row.synonyms = new.places, new.synonyms
    event = OwnWordsRevised(places=len(lines_of(row.places)), synonyms=len(lines_of(row.synonyms)))
    record(event, actor, jurisdiction_id)
    return row


def show(actor: Actor, *, jurisdiction_id: int, suggestion_id: int) -> Suggestion:
    """Let a suggestion's title and place be read by everybody; its text, number and proposer never are."""
    row = suggestion_of(jurisdiction_id, suggestion_id, locked=True)
    if row.state not in OPEN or row.shown_at is not None:
        raise WrongMoment("这条建议已经办理过，请刷新页面。")
    row.shown_at = now()
    record(SuggestionShown(suggestion=row.id), actor, jurisdiction_id)
    return row


def hide(actor: Actor, *, jurisdiction_id: int, suggestion_id: int) -> Suggestion:
    """Show a suggestion to nobody any more; who joined it has joined it."""
    row = suggestion_of(jurisdiction_id, suggestion_id, locked=True)
    if row.shown_at is None:
        raise WrongMoment("这条建议已经办理过，请刷新页面。")
    row.shown_at = None
    record(SuggestionHidden(suggestion=row.id), actor, jurisdiction_id)
    return row
