"""UUID.outcome.json: the outcome's exact text and the scrutineers' signatures over it (protocol, step 7).

The document is {"outcome": TEXT, "signatures": [{"index", "signature"}]}: the text is carried as a string, so that
what was signed is there byte for byte. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from voting.belenios import shape
from voting.belenios.canonical import dump, load_canonical
from voting.belenios.errors import Malformed, need_form
from voting.belenios.outcome import CountOutcome, Figures, PaperCount


@dataclass(frozen=True, slots=True)
class Bound:
    """What ties an outcome to its roll and to the text before it.

    roll: digest of roll.json; serial: from 1, another for each recount; previous: hex SHA-256 of the text of the serial
    before, "" of the first.
    """

    roll: str
    serial: int
    previous: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What an outcome claims to start from.

    rules: hex SHA-256 of rules.json; digest: of the sorted sealed ballots; by_presidium: ordinals. bound: None in
    protocol 1.
    """

    uuid: str
    rules: str
    digest: str
    figures: Figures
    counts: tuple[tuple[int, ...], ...]
    paper: PaperCount | None
    by_presidium: tuple[int, ...]
    bound: Bound | None = None

    @property
    def told(self) -> list[str]:
        """Return which fields no device can compute: people typed them from signed sheets."""
        given = {"present": True, "paper": self.paper is not None, "by_presidium": bool(self.by_presidium)}
        return [name for name, typed in given.items() if typed]


@dataclass(frozen=True, slots=True)
class DecidedClaim:
    """What an outcome starts from, and what the rules make of it."""

    claim: Claim
    decided: CountOutcome


def exact(claim: Claim, decision: CountOutcome) -> str:
    """Write the outcome's exact text, which the scrutineers sign."""
    return dump({**_claim_json(claim), **_decision_json(decision)})


def _claim_json(claim: Claim) -> dict[str, object]:
    figures, paper = claim.figures, claim.paper
    return {
        "uuid": claim.uuid,
        "rules": claim.rules,
        "digest": claim.digest,
        **(asdict(claim.bound) if claim.bound else {}),
        "due": figures.due,
        "present": figures.present,
        "issued": figures.issued,
        "cast": figures.cast,
        "counts": [list(column) for column in claim.counts],
        "paper": None
        if paper is None
        else {
            "issued": paper.issued,
            "collected": paper.collected,
            "valid": paper.valid,
            "on_roll": paper.on_roll,
            "counts": [list(column) for column in paper.counts],
        },
        "by_presidium": list(claim.by_presidium),
        **({"told": claim.told} if claim.bound else {}),
    }


def _decision_json(decision: CountOutcome) -> dict[str, object]:
    return {
        "void": decision.void,
        "quorum": decision.quorum,
        "pass_line": decision.pass_line,
        "lines": [
            {
                "ordinal": line.ordinal,
                "project_id": line.project_id,
                "votes": list(line.votes),
                "passed": line.passed,
                "chosen": line.chosen,
                "grade": line.grade,
            }
            for line in decision.lines
        ],
        "tied": list(decision.tied),
        "open_places": decision.open_places,
        "vacant": decision.vacant,
    }


def differing(one: str, other: str) -> list[str]:
    """Return the names of the fields in which two outcomes differ; of a text that is none, that it is none."""
    try:
        ours, theirs = load_canonical(one), load_canonical(other)
    except Malformed:
        return ["-"]
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return ["-"]
    return [
        name
        for name in {**ours, **theirs}
        if name not in ours or name not in theirs or ours[name] != theirs[name]
    ]


_OF = ("uuid", "rules", "digest")
_FIGURES = ("due", "present", "issued", "cast")
_COUNTED = ("counts", "paper", "by_presidium")
_BOUND = ("roll", "serial", "previous")
_DECIDED = ("void", "quorum", "pass_line", "lines", "tied", "open_places", "vacant")


def parse_claim(text: str) -> Claim:
    """Read what an outcome starts from; the decision is recomputed and compared, not read.

    Errors: Malformed.
    """
    value = load_canonical(text)
    second = shape.has(value, "roll")
    names = (
        (*_OF, *_BOUND, *_FIGURES, *_COUNTED, "told", *_DECIDED)
        if second
        else (*_OF, *_FIGURES, *_COUNTED, *_DECIDED)
    )
    found = dict(zip(names, shape.fields(value, *names), strict=True))
    paper = found["paper"]
    return Claim(
        uuid=shape.text(found["uuid"]),
        rules=shape.text(found["rules"]),
        digest=shape.text(found["digest"]),
        figures=Figures(*(shape.number(found[name]) for name in _FIGURES)),
        counts=_counts(found["counts"]),
        paper=None if paper is None else _paper(paper),
        by_presidium=tuple(shape.number(ordinal) for ordinal in shape.items(found["by_presidium"])),
        bound=_bound(*(found[name] for name in _BOUND)) if second else None,
    )


def _bound(roll: object, serial: object, previous: object) -> Bound:
    bound = Bound(shape.text(roll), shape.number(serial, 1), shape.text(previous))
    need_form((bound.serial == 1) == (not bound.previous), "only the first outcome follows none")
    return bound


def _counts(value: object) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(shape.number(count) for count in shape.items(column)) for column in shape.items(value))


def _paper(value: object) -> PaperCount:
    *numbers, counts = shape.fields(value, "issued", "collected", "valid", "on_roll", "counts")
    issued, collected, valid, on_roll = (shape.number(number) for number in numbers)
    return PaperCount(issued, collected, valid, _counts(counts), on_roll)


def write(text: str, signatures: Sequence[tuple[int, dict[str, str]]]) -> str:
    """Write the document; signatures: scrutineer's index (from 1) and his signature, sorted here."""
    listed = [{"index": index, "signature": signature} for index, signature in sorted(signatures, key=_index)]
    return dump({"outcome": text, "signatures": listed})


def _index(signed: tuple[int, dict[str, str]]) -> int:
    return signed[0]


def parse(raw: str) -> tuple[str, list[tuple[int, object]]]:
    """Read the document; returns the outcome's exact text and the signatures as (index, value).

    Errors: Malformed.
    """
    text, listed = shape.fields(load_canonical(raw), "outcome", "signatures")
    return shape.text(text), parse_signatures(listed)


def parse_signatures(value: object) -> list[tuple[int, object]]:
    """Read a list of {"index", "signature"}."""
    signatures = []
    for one in shape.items(value):
        index, signature = shape.fields(one, "index", "signature")
        signatures.append((shape.number(index, 1), signature))
    return signatures
