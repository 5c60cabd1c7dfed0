from __future__ import annotations

import pytest

from bench import proof
from tests.belenios.tool import TOOL, accepts
from tests.js.serve import CHROMIUM
from voting.demonstration import pabulib

pytestmark = [
    pytest.mark.skipif(
        not proof.FILE.is_file(), reason="REAL ELECTION MISSING: ../shared/fixtures/pabulib is not there"
    ),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="CHROMIUM IS ABSENT: nothing tested in a browser"),
]


def test_sixty_real_ballots_sealed_and_opened_in_the_browser_are_verified_by_two_programs() -> None:
    """The first sixty of the file; `make proof` casts all 460 and compares with the published totals."""
    sixty = proof.first(pabulib.read(proof.FILE), 60)
    made = proof.proof(sixty)
    assert made.totals == sixty.totals()
    assert proof.ours_accepts(made)
    if TOOL is None:
        pytest.skip("BELENIOS-TOOL IS NOT INSTALLED: the record was NOT checked by it")
    assert accepts(made.archive, made.uuid) is True
