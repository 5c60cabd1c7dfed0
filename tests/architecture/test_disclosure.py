"""One place decides who may know votes: nobody else asks the rule, and nothing stored of votes is read past it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASKS_THE_RULE = {
    "voting/congress/documents/method.py",  # prints the rule
    "voting/congress/ballot_rules/rules.py",
    "voting/congress/ballot_rules/table.py",
    "voting/demonstration/recount.py",  # sets it
    "voting/demonstration/listing.py",
    "voting/tally/run/disclosure.py",
}


PLACES = ("voting/supervision", "voting/portal", "templates/supervision", "templates/portal")


def files_with(pattern: str, *folders: str) -> set[str]:
    found = re.compile(pattern)
    files = (
        file for folder in folders for file in (ROOT / folder).rglob("*") if file.suffix in {".py", ".html"}
    )
    return {str(file.relative_to(ROOT)) for file in files if found.search(file.read_text(encoding="utf-8"))}


def test_one_place_asks_whether_votes_are_public() -> None:
    assert files_with(r"publish_counts", "voting", "templates") == ASKS_THE_RULE


def test_the_votes_of_an_evaluation_are_read_in_one_place() -> None:
    read = files_with(r"\.(dissatisfied|basically)\b", *PLACES)
    assert read == {"voting/supervision/evaluation/actions.py", "voting/supervision/evaluation/queries.py"}


def test_nobody_beyond_the_tally_room_reads_counts() -> None:
    """Who shows a result gets it from the handover, with the votes or without; so does the hall's screen."""
    reads = files_with(r"\.outcome\b|\.counts\b|gather\(", "voting/portal", "voting/hall", "voting/oversight")
    assert {file for file in reads if "TallyRun" in (ROOT / file).read_text(encoding="utf-8")} == set()
    assert files_with(r"hall_sees_votes", "voting") == {
        "voting/tally/run/disclosure.py",
        "voting/tally/outcome/queries.py",
    }


def test_the_public_site_knows_votes_from_the_handover_alone() -> None:
    """What everybody may know leaves the tally room without the votes that the rules keep."""
    assert files_with(r"voting\.tally\.(?!handover\b)", "voting/portal", "voting/oversight") == set()
    opened = files_with(r"signed_text\(|\brun\.outcome\b", "voting/tally/outcome")
    assert opened == {"voting/tally/outcome/queries.py", "voting/tally/outcome/signed.py"}
