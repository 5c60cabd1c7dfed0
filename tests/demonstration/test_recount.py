from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.demonstration.test_pabulib import ABSENT, FOLDER, OWN, SMALL
from voting.audit.journal import first_broken_line
from voting.congress.place.queries import place_of
from voting.core.errors import RuleBroken
from voting.demonstration.pabulib import parse, read
from voting.demonstration.recount import recount

FILE = FOLDER / "poland_lodz_2022_zdrowie-mania.pb"


def test_a_whole_file_comes_out_of_the_box_as_it_was_published(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["pabulib", "import", str(OWN)])
    assert done.exit_code == 0, done.output
    assert "every total equals the published one" in done.output


@pytest.mark.slow
@pytest.mark.skipif(not FILE.is_file(), reason=ABSENT)
def test_sixty_real_ballots_come_out_of_the_box_as_they_went_in() -> None:
    """The first sixty of the file; `flask pabulib import` casts all 460 and compares with the published column."""
    whole = read(FILE)
    sixty = dataclasses.replace(
        whole,
        papers=whole.papers[:60],
        options=tuple(dataclasses.replace(one, votes=None) for one in whole.options),
    )
    done = recount(sixty, lambda _line: None)
    assert done.totals == sixty.totals()
    place = place_of(done.code)
    assert place is not None
    assert first_broken_line(place.id) is None


def test_an_election_is_not_imported_twice() -> None:
    election = parse(SMALL.splitlines())
    assert recount(election, lambda _line: None).agrees
    with pytest.raises(RuleBroken):
        recount(election, lambda _line: None)


def test_published_totals_that_differ_are_said(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "wrong.pb"
    file.write_text(SMALL.replace("A;10;2", "A;10;3"))
    runner: FlaskCliRunner = app.test_cli_runner()
    done = runner.invoke(args=["pabulib", "import", str(file)])
    assert done.exit_code == 1
    assert "differ" in done.output
