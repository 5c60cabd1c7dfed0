from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench import proof
from tests.belenios.tool import TOOL, accepts
from tests.browser import CHROMIUM
from tests.demonstration.test_pabulib import ABSENT, OWN
from voting.demonstration import pabulib

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: nothing tested in a browser"
)
needs_file = pytest.mark.skipif(not proof.FILE.is_file(), reason=ABSENT)


@pytest.mark.parametrize("file", [OWN, pytest.param(proof.FILE, marks=needs_file)], ids=["own", "real"])
def test_sixty_ballots_sealed_and_opened_in_the_browser_are_verified_by_two_programs(
    file: Path, browser: Browser
) -> None:
    """At most the first sixty; `make proof` casts all 460 of a real file and compares with the published totals."""
    sixty = proof.first(pabulib.read(file), 60)
    made = proof.proof(sixty, browser)
    assert made.totals == sixty.totals()
    assert proof.ours_accepts(made)
    if TOOL is None:
        pytest.skip("BELENIOS-TOOL IS NOT INSTALLED: the record was NOT checked by it")
    assert accepts(made.archive, made.uuid) is True
