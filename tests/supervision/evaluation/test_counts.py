"""No count of an evaluation leaves where the rules keep the votes: pages, exports and papers of supervision, portal, oversight.

`tests/e2e/test_leaks_after.py` asks every address of two worlds; this one looks for the very numbers, in both settings.
"""

from __future__ import annotations

import io
import zipfile

import pytest
from flask.testing import FlaskClient

from tests.factories import account, meeting, sign_in, term
from tests.portal import factories
from voting.congress.place.rules import Body
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.rules import Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.evaluation.models import Evaluation
from voting.tally.handover import Grade

VOTES = (171717171, 434343434, 131313131, 191919191)
"""Of 满意, 基本满意, 不满意, 弃权: so long that no digest and no token holds them by chance."""
APPROVED = [311, 205, 199]


def world(city: Place, *, publish: bool) -> Commitment:
    """An announced ballot of last year's projects, the first of which was evaluated."""
    water = factories.unit_named(city)
    texts = factories.shortlist(city, water, "饮水安全", "村道硬化", "校舍加固")
    rows = [factories.chosen(city, water, text) for text in texts]
    held = meeting(city, in_term=term(city), year=2026)
    factories.announced(factories.ballot(city, held, texts, publish_counts=publish), APPROVED)
    with transaction():
        db.session.add(
            Evaluation(
                jurisdiction_id=city.id,
                commitment_id=rows[0].id,
                ballot_uuid=factories.UUID,
                body=Body.CONGRESS,
                satisfied=VOTES[0],
                basically=VOTES[1],
                dissatisfied=VOTES[2],
                abstain=VOTES[3],
                grade=Grade.SATISFIED,
                announced_at=now(),
            )
        )
    return rows[0]


def paths(city: Place, row: Commitment) -> list[str]:
    base = f"/j/{city.code}"
    return [
        f"{base}/",
        f"{base}/projects/{row.project_id}",
        f"{base}/projects.xlsx",
        f"{base}/news.atom",
        f"{base}/calendar.ics",
        f"{base}/supervision",
        f"{base}/supervision/board.csv",
        f"{base}/supervision/projects/{row.id}",
        f"{base}/supervision/years/2026",
        f"{base}/supervision/years/2026.docx",
        f"{base}/supervision/desk",
        f"{base}/supervision/desk/{row.id}",
        f"{base}/supervision/desk/evaluations/2026",
        f"{base}/supervision/projects/{row.id}/ratings",
        f"{base}/oversight",
        f"{base}/oversight/coverage.xlsx",
    ]


def told(client: FlaskClient, path: str) -> str:
    """What an address says, unpacked; nothing where it is not for who asks."""
    answer = client.get(path, follow_redirects=True)
    if not answer.data.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def leaks(client: FlaskClient, found: list[str]) -> set[str]:
    return {path for path in found if any(str(count) in told(client, path) for count in VOTES)}


@pytest.mark.parametrize("role", [None, Role.UNIT, Role.SUPERVISION, Role.GOVERNMENT, Role.COMMITTEE])
def test_where_the_rules_keep_the_votes_nobody_outside_the_session_is_told_them(
    client: FlaskClient, city: Place, role: Role | None
) -> None:
    found = paths(city, world(city, publish=False))
    if role is not None:
        sign_in(client, account(city, role))
    assert leaks(client, found) == set()


@pytest.mark.parametrize("role", [None, Role.SUPERVISION])
def test_where_they_are_published_the_project_s_page_tells_them(
    client: FlaskClient, city: Place, role: Role | None
) -> None:
    row = world(city, publish=True)
    if role is not None:
        sign_in(client, account(city, role))
    assert f"/j/{city.code}/projects/{row.project_id}" in leaks(client, paths(city, row))
