"""Records made by us are accepted by a program that we did not write: Debian's belenios-tool."""

from __future__ import annotations

import io
import json

import pytest

from tests.belenios import factories
from tests.belenios.tool import TOOL, judge
from voting.belenios import record, verify
from voting.belenios.report import VerifierReport

needs_tool = pytest.mark.skipif(
    TOOL is None,
    reason="BELENIOS-TOOL IS NOT INSTALLED: records were NOT checked by it (apt install belenios-tool)",
)

KINDS = [
    ("choose", 3, 2, 7),
    ("each", 3, 2, 4),
    ("evaluate", 1, 1, 3),
    ("blank", 3, 2, 5),
    ("choose", 3, 2, 0),
    ("choose", 5, 3, 3),
]


@needs_tool
@pytest.mark.parametrize(("kind", "size", "threshold", "number"), KINDS)
def test_the_tool_accepts_our_record(kind: str, size: int, threshold: int, number: int) -> None:
    made = factories.make_election(kind, size=size, threshold=threshold)
    ballots, counts = factories.seal_many(made, number)
    found = factories.make_record(made, factories.ceremony(size, threshold), ballots)
    raw = record.write(found, factories.MOMENT)

    said = judge(raw, made.uuid)

    assert said.returncode == 0, said.stderr
    assert json.loads(found.result) == {"result": counts}
    assert verify.verify_archive(raw, VerifierReport(io.StringIO())).counts == counts


@needs_tool
def test_the_tool_rejects_a_record_with_a_changed_ballot() -> None:
    made = factories.make_election("choose")
    ballots, _ = factories.seal_many(made, 2)
    changed = ballots[0].replace('"response":"', '"response":"1', 1)
    found = factories.make_record(made, factories.ceremony(3, 2), ballots)
    bad = record.write(
        record.Record(
            **{**{f: getattr(found, f) for f in found.__slots__}, "ballots": (changed, ballots[1])}
        ),
        factories.MOMENT,
    )

    assert judge(bad, made.uuid).returncode != 0
