from pathlib import Path
from typing import Any

import pytest

from voting.core.errors import RuleBroken
from voting.demonstration.pabulib import parse, read

pytestmark = pytest.mark.pure
CASES = Path(__file__).parent / "cases"
FOLDER = Path(__file__).parents[3] / "shared/fixtures/pabulib"
ABSENT = "REAL ELECTIONS MISSING: ../shared/fixtures/pabulib is not there"
SMALL = """META
key;value
description;A small one
unit;Somewhere
instance;2022
vote_type;approval
max_length;2
PROJECTS
project_id;cost;votes;name
A;10;2;"A bench; in the park"
B;20;1;A bridge
VOTES
voter_id;vote
1;A,B
2;A
3;
"""


def test_a_small_election_is_read() -> None:
    election = parse(SMALL.splitlines())
    assert [one.name for one in election.options] == ["A bench; in the park", "A bridge"]
    assert election.papers == ((0, 1), (0,), ())
    assert election.totals() == (2, 1)
    assert (election.year, election.most) == (2022, 2)


def test_meta_without_its_heading_is_read() -> None:
    assert parse(SMALL.replace("key;value\n", "").splitlines()) == parse(SMALL.splitlines())
    election = read(CASES / "11_meta_without_key_value.pb")
    assert [one.name for one in election.options] == ["修路", "修路"]
    assert (election.year, election.totals()) == (2026, (2, 1))


def test_a_name_with_a_line_separator_in_it_is_one_row(tmp_path: Path) -> None:
    file = tmp_path / "odd.pb"
    file.write_text(SMALL.replace("A bridge", "A\u2028bridge\x0b"), encoding="utf-8")
    assert read(file).options[1].name == "A\u2028bridge"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("2;A\n", "2;C\n", 15),
        ("approval", "ordinal", 6),
        ("instance;2022", "instance;next", 5),
        ("A;10;2", "A;10;two", 10),
        ("B;20;1;A", "A;20;1;A", 11),
        ("voter_id;vote\n", "voter_id;choice\n", 13),
        ("project_id;cost;votes;name", "id;cost;votes;name", 9),
        ("max_length;2", "max_length;1", 14),
        ("VOTES\n", "PROJECTS\n", 12),
        ("A bridge", "A \0bridge" + "x" * 200_000, 11),
    ],
)
def test_the_sentence_names_the_line(old: str, new: str, line: int) -> None:
    with pytest.raises(RuleBroken) as told:
        parse(SMALL.replace(old, new, 1).splitlines(keepends=True))
    assert f"第 {line} 行" in str(told.value)


def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "gbk.pb"
    file.write_bytes(SMALL.encode() + "4;好\n".encode("gbk"))
    with pytest.raises(RuleBroken, match="第 17 行"):
        read(file)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("approval", "ordinal"),
        ("2;A\n", "2;C\n"),
        ("2;A\n", "2;A,A\n"),
        ("max_length;2", "max_length;1"),
        ("max_length;2", "max_length;many"),
        ("VOTES\n", ""),
        ("2;A\n", "2;A;extra\n"),
        ("A;10;2", "B;10;2"),
        ("META\n", "\n"),
        ("A;10;2", ";10;2"),
    ],
)
def test_a_broken_file_gets_a_sentence(old: str, new: str) -> None:
    with pytest.raises(RuleBroken):
        parse(SMALL.replace(old, new, 1).splitlines())


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken):
        read(tmp_path / "none.pb")


OWN = Path(__file__).parent / "small.pb"
"""An invented election in the form of the published ones, so that a file is read in every run."""


def files() -> list[Any]:
    missing = pytest.mark.skip(reason=ABSENT)
    real = [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.pb"))]
    return [pytest.param(OWN, id="own"), *(real or [pytest.param(FOLDER, marks=missing, id="real")])]


@pytest.mark.parametrize("path", files())
def test_an_election_counts_to_its_published_totals(path: Path) -> None:
    election = read(path)
    assert election.papers
    assert election.totals() == tuple(one.votes for one in election.options)
