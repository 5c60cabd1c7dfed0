"""Write tests/js/outcome_cases.json: outcomes as voting/belenios/outcome.py decides them, for the browser's own rules.

Run: .venv/bin/python -m tests.js.make_outcome_cases
Deterministic: all chance comes from one seeded generator. A list of {rules, claim, text}: rules, what of rules.json
decides; claim, the fields that an outcome starts from; text, the exact outcome, or "Malformed" or "DoesNotHold".
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from tests.belenios import factories
from voting.belenios import outcome, outcome_document
from voting.belenios.ballot_rules import FrozenRules
from voting.belenios.errors import Refused
from voting.belenios.outcome import Figures, PaperCount
from voting.belenios.outcome_document import Bound, Claim

CASES = Path(__file__).parent / "outcome_cases.json"
NUMBER = 150
LINES = ("more_than_half", "half", "two_thirds")
DECIDING = (
    *("kind", "seats", "quorum_base", "quorum_line", "pass_base", "pass_line", "tie_rule"),
    *("evaluation_base", "evaluation_abstain", "satisfied_line", "basic_line"),
)
BASES = ("all", "present", "valid")


def make() -> list[dict[str, Any]]:
    rng = random.Random(20261123)  # the same cases every time
    return [_case(rng, ("choose", "each", "evaluate")[i % 3]) for i in range(NUMBER)]


def _case(rng: random.Random, kind: str) -> dict[str, Any]:
    rules = _rules(rng, kind)
    claim = _claim(rng, rules)
    try:
        decision = outcome.decide(rules, claim.figures, claim.counts, claim.paper, claim.by_presidium)
        text = outcome_document.exact(claim, decision)
    except Refused as refused:
        text = type(refused).__name__
    candidates = [{"ordinal": one.ordinal, "project_id": one.project_id} for one in rules.candidates]
    shown = {"rules": {key: rules.values[key] for key in DECIDING}, "candidates": candidates}
    return {"rules": shown, "claim": _claim_json(claim), "text": text}


def _claim_json(claim: Claim) -> dict[str, Any]:
    """Return the claim as an outcome's text writes it, without anything decided."""
    blank = outcome.CountOutcome("", 0, 0, (), (), 0, 0)
    written: dict[str, Any] = json.loads(outcome_document.exact(claim, blank))
    decided = ("told", "void", "quorum", "pass_line", "lines", "tied", "open_places", "vacant")
    return {key: value for key, value in written.items() if key not in decided}


def _rules(rng: random.Random, kind: str) -> FrozenRules:
    return factories.make_rules(
        kind,
        rng.randint(1, 5),
        seats=rng.randint(1, 3),
        quorum_base=rng.choice(("all", "all", "none")),
        quorum_line=rng.choice(LINES),
        pass_base=rng.choice((*BASES, "none")),
        pass_line=rng.choice(LINES if rng.random() < 0.97 else ("unknown",)),
        tie_rule=rng.choice(("revote", "presidium", "fewer_oppose")),
        evaluation_base=rng.choice(BASES),
        evaluation_abstain=rng.random() < 0.5,
        satisfied_line=rng.choice(LINES),
        basic_line=rng.choice(LINES),
    )


def _claim(rng: random.Random, rules: FrozenRules) -> Claim:
    due = rng.randint(4, 12)
    present = rng.randint(due // 2, due)
    on_paper = rng.randint(0, 3) if rng.random() < 0.4 else 0
    issued = max(present - on_paper, 0) + (rng.random() < 0.1)
    cast = issued if rng.random() < 0.6 else rng.randint(0, issued + 1)
    paper = None
    if on_paper:
        valid = rng.randint(0, on_paper)
        collected = rng.randint(valid - (rng.random() < 0.1), on_paper + (rng.random() < 0.2))
        on_roll = on_paper - (rng.random() < 0.1)
        paper = PaperCount(on_paper, max(collected, 0), valid, _counts(rng, rules, valid), on_roll)
    picked = rng.sample(range(1, 6), rng.randint(1, 2)) if rng.random() < 0.25 else []
    return Claim(
        uuid="1ooMockBa11otQ",
        rules="0" * 64,
        digest="1" * 64,
        figures=Figures(due, present, issued, cast),
        counts=_counts(rng, rules, cast + (rng.random() < 0.05)),
        paper=paper,
        by_presidium=tuple(picked),
        bound=Bound("2" * 64, serial := rng.randint(1, 3), "" if serial == 1 else "3" * 64),
    )


def _counts(rng: random.Random, rules: FrozenRules, ballots: int) -> tuple[tuple[int, ...], ...]:
    """Counts of as many ballots, each drawn at random; close together, so that ties are common."""
    number = len(rules.candidates)
    if rules.kind == "choose":
        most = min(rules.seats, number)
        chosen = [rng.sample(range(number), rng.randint(0, most)) for _ in range(ballots)]
        return (tuple(sum(i in one for one in chosen) for i in range(number)),)
    width = 4 if rules.kind == "evaluate" and rules.values["evaluation_abstain"] else 3
    columns = []
    for _ in range(number):
        given = [rng.choice((0, 0, 0, rng.randrange(width))) for _ in range(ballots)]
        columns.append(tuple(given.count(answer) for answer in range(width)))
    return tuple(columns)


def as_text(cases: list[dict[str, Any]]) -> str:
    """One case a line."""
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in cases) + "\n]\n"


if __name__ == "__main__":
    CASES.write_text(as_text(make()), encoding="utf-8")
