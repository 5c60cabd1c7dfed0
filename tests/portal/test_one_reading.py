"""One reading of a light and of a milestone: every page and every list says what the board says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pytest
import time_machine
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.factories import account, sign_in, unit
from tests.portal.factories import at, chosen, shortlist
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment, Milestone
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import LIGHTS, STOPPED, Light, Reason
from voting.supervision.report import lighting
from voting.supervision.report.models import Report, ReportVersion
from voting.supervision.report.rules import ReportState

COLOURS = {word: light.value for light, word in LIGHTS.items()} | dict.fromkeys(STOPPED.values(), "grey")
COUNTY = "/j/140921"


@contextmanager
def on(day: str) -> Iterator[None]:
    """Stand on a day, ten in the morning in China."""
    with time_machine.travel(f"{day}T02:00:00Z", tick=False):
        yield


@dataclass
class World:
    """A county with one project, its city above, and who reads the coverage board."""

    county: Place
    row: Commitment
    client: FlaskClient
    watcher: Actor

    def colours(self) -> dict[str, str]:
        """Return place -> the colour that it shows for the project."""
        row, overseer = self.row, sign_in(self.client.application.test_client(), self.watcher)
        home, archive = self.text(f"{COUNTY}/"), self.text(f"{COUNTY}/archive")
        return {
            "board": lit(self.text(f"{COUNTY}/supervision"), "cell-light"),
            "board.csv": COLOURS[self.text(f"{COUNTY}/supervision/board.csv").splitlines()[1].split(",")[4]],
            "year": lit(self.text(f"{COUNTY}/supervision/years/2026"), "<tbody"),
            "home": lit(home, "cell-light"),
            "home, sum": lit(home, "light-list"),
            "projects.xlsx": COLOURS[self.cells(f"{COUNTY}/projects.xlsx?year=2026")[-1]],
            "tile": self.tile(),
            "archive": lit(archive, "light-list"),
            "archive of the year": lit(self.text(f"{COUNTY}/archive/2026"), "cell-light"),
            "project": lit(self.text(f"{COUNTY}/projects/{row.project_id}"), "<h1>"),
            "oversight": lit(overseer.get(f"{COUNTY}/oversight?year=2026").text, "light-list"),
            "coverage.xlsx": covered(overseer),
        }

    def text(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True)

    def cells(self, path: str) -> list[str]:
        """Return the first row of a workbook below its heads."""
        sheet = load_workbook(BytesIO(self.client.get(path).data)).active
        return [str(cell) for cell in list(sheet.iter_rows(values_only=True))[1]]

    def tile(self) -> str:
        """Return the colour of the county on the city's map."""
        found = re.search(r"is-(\w+)[^>]*>(?:(?!</a>).)*定襄", self.text("/j/140900/archive/2026"), re.DOTALL)
        assert found
        return found[1]


def covered(overseer: FlaskClient) -> str:
    """Return the one light that the coverage workbook counts, in its last five columns."""
    found = load_workbook(BytesIO(overseer.get(f"{COUNTY}/oversight/coverage.xlsx?year=2026").data))
    heads, cells = list(found.active.iter_rows(values_only=True))[:2]
    (word,) = [head for head, cell in zip(heads[-5:], cells[-5:], strict=True) if cell == 1]
    return COLOURS[str(word)]


def lit(page: str, after: str) -> str:
    """Return the colour of the first light after a mark."""
    found = re.search(r'class="light is-(\w+)"', page[page.index(after) :])
    assert found
    return found[1]


@pytest.fixture
def world(client: FlaskClient, city: Place, county: Place) -> World:
    """A project that was planned and of which nothing was ever reported or read."""
    bureau = unit(county, "县水利局")
    (text,) = shortlist(county, bureau, "农村饮水安全巩固提升")
    shortlist(city, unit(city, "市水利局"), "市里的项目")
    row = chosen(county, bureau, text, months=0)
    return World(county, row, client, account(county, Role.OVERSIGHT))


def keep(row: Commitment, month: int, light: Light, chosen_light: Light | None = None) -> None:
    """Keep the light of a month; chosen_light: a person set it."""
    with transaction():
        db.session.add(
            MonthLight(
                jurisdiction_id=row.jurisdiction_id, commitment_id=row.id, month=month, light=light,
                reason=Reason.GAP, scheduled=50, progress=30, late=0, computed_at=at(2026, month, 28), chosen=chosen_light,
            )
        )  # fmt: skip


def told(row: Commitment, month: int, progress: int, done: int) -> None:
    """A report of a month; done: how many milestones."""
    with transaction():
        steps = db.session.query(Milestone.id).where(Milestone.commitment_id == row.id).order_by(Milestone.id)
        report = Report(
            jurisdiction_id=row.jurisdiction_id, commitment_id=row.id, month=month, state=ReportState.SUBMITTED,
            latest=1,
        )  # fmt: skip
        db.session.add(report)
        db.session.flush()
        db.session.add(
            ReportVersion(
                jurisdiction_id=row.jurisdiction_id, report_id=report.id, number=1, progress=progress, spent_fen=0,
                text="按计划进行。", milestones=[step for (step,) in steps[:done]], quantities={}, photos=[],
                submitted_at=at(2026, month, 28),
            )
        )  # fmt: skip


def test_a_unit_that_never_reports_is_red_everywhere(world: World) -> None:
    with on("2026-07-08"):
        lighting.read_what_is_due()
        assert set(world.colours().values()) == {"red"}


@pytest.mark.parametrize("month", [5, 6])
def test_the_last_kept_light_stands_everywhere_and_no_page_reads_another(world: World, month: int) -> None:
    keep(world.row, month, Light.GREEN)
    with on("2026-07-06"):
        assert set(world.colours().values()) == {"green"}
        told(world.row, month, 1, 0)
        assert set(world.colours().values()) == {"green"}
        assert f"截至 {month} 月" in world.text(f"{COUNTY}/supervision")
        assert f"截至 {month} 月" in world.text(f"{COUNTY}/projects/{world.row.project_id}")


def test_a_light_that_a_person_chose_stands_everywhere_until_the_next_is_read(world: World) -> None:
    keep(world.row, 6, Light.GREEN, Light.YELLOW)
    with on("2026-08-05"):
        lighting.read_what_is_due()
        assert set(world.colours().values()) == {"yellow"}
    with on("2026-08-08"):
        lighting.read_what_is_due()
        assert set(world.colours().values()) == {"red"}


def test_a_month_that_nobody_read_stays_empty_and_what_was_shown_counts(world: World) -> None:
    """Yellow in May and June, July never read: in August the third month that was shown behind is red."""
    keep(world.row, 5, Light.YELLOW)
    keep(world.row, 6, Light.YELLOW)
    told(world.row, 8, 55, 2)
    with on("2026-09-08"):
        lighting.read_what_is_due()
        kept = db.session.get_one(MonthLight, (world.county.id, world.row.id, 8))
        assert (kept.light, kept.reason) == (Light.RED, Reason.RUNNING)
        assert db.session.get(MonthLight, (world.county.id, world.row.id, 7)) is None
        assert set(world.colours().values()) == {"red"}


@pytest.mark.parametrize(
    ("state", "colour"),
    [
        (CommitmentState.ACCEPTED, "blue"),
        (CommitmentState.SUSPENDED, "grey"),
        (CommitmentState.TERMINATED, "grey"),
        (CommitmentState.UNFINISHED, "red"),
    ],
)
def test_a_settled_project_shows_its_end_everywhere(
    world: World, state: CommitmentState, colour: str
) -> None:
    with transaction():
        db.session.get_one(Commitment, world.row.id).state = state
    with on("2026-07-08"):
        lighting.read_what_is_due()
        assert set(world.colours().values()) == {colour}


@pytest.mark.parametrize(
    ("day", "word", "reported"),
    [
        ("2026-01-31", "未到时间", False),
        ("2026-02-02", "进行中", False),
        ("2026-03-31", "进行中", True),
        ("2026-03-31", "进行中", False),
        ("2026-04-01", "到期未完成", True),
        ("2026-04-01", "到期未完成", False),
    ],
)
def test_a_milestone_has_one_state_and_one_wording(world: World, day: str, word: str, reported: bool) -> None:
    """The first step of the plan runs from 1 February to 31 March: due until that day is over."""
    if reported:
        told(world.row, 2, 10, 0)
    with on(day):
        staff = sign_in(world.client.application.test_client(), account(world.county, Role.STAFF))
        pages = (
            world.text(f"{COUNTY}/projects/{world.row.project_id}"),
            staff.get(f"{COUNTY}/supervision/desk/{world.row.id}").text,
        )
    assert [step_of(page) for page in pages] == [word] * 2


def step_of(page: str) -> str:
    """Return the word of the first milestone of the picture of the plan."""
    found = re.search(r"管网勘测与设计.*?class=\"light is-\w+\">(?:<svg.*?</svg>)?([^<]+)<", page, re.DOTALL)
    assert found
    return found[1].strip()


def test_a_finished_milestone_is_late_by_months_on_every_page(world: World) -> None:
    told(world.row, 5, 30, 1)
    with on("2026-06-08"):
        assert step_of(world.text(f"{COUNTY}/projects/{world.row.project_id}")) == "晚 2 个月完成"


def test_the_address_of_before_leads_to_the_one_page(world: World, county: Place) -> None:
    answer = world.client.get(f"{COUNTY}/supervision/projects/{world.row.id}")
    assert answer.status_code in {301, 302}
    assert answer.headers["Location"] == f"{COUNTY}/projects/{world.row.project_id}"
    assert world.client.get(f"/j/140900/supervision/projects/{world.row.id}").status_code == 404
    assert world.client.get(f"{COUNTY}/supervision/projects/999999").status_code == 404
