"""Who made a suggestion is forgotten after three years; what was suggested is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.conftest import rows
from tests.screening import factories as screening
from voting.audit.models import Entry
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.rules import Place
from voting.screening.suggestion.forgetting import CONTACT_KEPT, forget_contacts

pytestmark = pytest.mark.database
ASKED = "SELECT contact, title <> '' FROM screening_suggestion"


def test_contacts_are_deleted_after_their_time_and_the_journal_says_of_which(app: Flask, city: Place) -> None:
    screening.call(city)
    row = screening.suggestion(city)
    with transaction():
        forget_contacts()
    assert [bool(phone) for phone, _title in rows(ASKED)] == [True]
    with time_machine.travel(now() + CONTACT_KEPT + timedelta(days=1)):
        for _ in range(2):
            with transaction():
                forget_contacts()
    assert [(phone, bool(title)) for phone, title in rows(ASKED)] == [(None, True)]
    lines = db.session.scalars(select(Entry).where(Entry.event == "screening:contacts:forgotten")).all()
    assert [line.facts for line in lines] == [{"suggestions": [row.id]}]
