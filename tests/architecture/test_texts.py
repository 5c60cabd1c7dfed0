"""Every text for people is in the English catalogue, translated, with the same places for values."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "voting/translations/en/LC_MESSAGES/messages.po"
PLACES = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")
COUNTED_OTHERWISE = {"%(wan)s 万元", "%(yi)s 亿元"}  # English counts in millions, which the macro passes too
pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The texts that stand in the source now."""
    file = tmp_path_factory.mktemp("texts") / "messages.pot"
    line = next(
        text for text in (ROOT / "deploy/texts").read_text().splitlines() if "pybabel -q extract" in text
    )
    keywords = re.findall(r"-k (\S+)", (ROOT / "deploy/texts").read_text())
    assert "babel.cfg" in line
    command = [
        str(Path(sys.executable).with_name("pybabel")),
        "-q",
        "extract",
        "-F",
        "deploy/babel.cfg",
        "--no-location",
    ]
    command += [part for keyword in keywords for part in ("-k", keyword)]
    subprocess.run([*command, "-o", str(file), "."], cwd=ROOT, check=True, capture_output=True)
    return read_po(file.open("rb"))


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(CATALOGUE.open("rb"), locale="en")


def test_no_text_is_left_in_chinese(collected: Catalog, english: Catalog) -> None:
    missing = [
        message.id for message in collected if message.id and not (english.get(message.id) or message).string
    ]
    assert missing == [], "make texts, then translate what is new"


def test_a_translation_has_the_same_places_for_values(english: Catalog) -> None:
    for message in english:
        if message.id and message.id not in COUNTED_OTHERWISE:
            assert sorted(PLACES.findall(str(message.id))) == sorted(PLACES.findall(str(message.string))), (
                message.id
            )


def test_no_translation_is_a_guess(english: Catalog) -> None:
    assert [message.id for message in english if message.id and message.fuzzy] == []


def test_the_catalogue_is_compiled_and_not_skipped(english: Catalog) -> None:
    """A header that is missing or marked fuzzy makes the compiler skip the whole file without an error."""
    assert not english.fuzzy
    assert CATALOGUE.with_suffix(".mo").stat().st_size > 100_000
