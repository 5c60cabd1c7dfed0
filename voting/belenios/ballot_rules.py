"""rules.json: the ballot rules, the candidates and the keys, frozen at set-up (protocol, step 2).

The election's description is "sha256:" + hex of this document's exact bytes, so no word of it can change later.
Knows the values of the rules by name only; what they mean for an outcome stands in outcome.py.

Shape: {"protocol": 2, "uuid", "title", "place", "meeting", "parent": UUID|null, "rehearsal": bool, "due": int,
"rules": {key: text|int|bool}, "candidates": [{"ordinal", "project_id", "title", "summary", "text_sha256"}],
"trustees": hex SHA-256 of trustees.json, "issuer": {...} as issuer.json, "receipt_key": base64url Ed25519}.
Records of protocol 1 have neither "protocol" nor "due": they are read, and written again byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from voting.belenios import blindrsa, receipt, shape
from voting.belenios.canonical import dump, hex_sha256, load_canonical
from voting.belenios.election import Question, check_uuid
from voting.belenios.errors import Malformed, need_form

FORMAT = "livelihood-ballot-rules/1"
PROTOCOL = 2
"""What is set up and what devices open. Records of protocol 1 are verified, no more."""
CHOOSE = "choose"
KINDS = (CHOOSE, "each", "evaluate")
APPROVALS = ("赞成", "反对", "弃权")
GRADES = ("满意", "基本满意", "不满意")
ABSTAIN = "弃权"
MOST_CANDIDATES = 200

_HEAD = ("uuid", "title", "place", "meeting", "parent", "rehearsal")
_BODY = ("rules", "candidates", "trustees", "issuer", "receipt_key")
_FIRST = (*_HEAD, *_BODY)
_SECOND = ("protocol", *_HEAD, "due", *_BODY)
_HEX = re.compile("[0-9a-f]{64}", re.ASCII)

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class FrozenCandidate:
    """A candidate as it was voted on; ordinal from 1."""

    ordinal: int
    project_id: int
    title: str
    summary: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class FrozenRules:
    """Everything of rules.json.

    place, meeting: names for people. values: the ballot rules by key, among them "kind" and "seats".
    trustees: hex SHA-256 of the exact trustee record. due: 应到, fixed at set-up; None in protocol 1.
    """

    uuid: str
    title: str
    place: str
    meeting: str
    parent: str | None
    rehearsal: bool
    values: Mapping[str, Value]
    candidates: tuple[FrozenCandidate, ...]
    trustees: str
    issuer: blindrsa.PublicKey
    receipt_key: str
    due: int | None = None

    @property
    def protocol(self) -> int:
        return 1 if self.due is None else PROTOCOL

    @property
    def kind(self) -> str:
        """Return "choose", "each" or "evaluate"."""
        return str(self.values["kind"])

    @property
    def seats(self) -> int:
        """Return how many are to be chosen at most."""
        return int(self.values["seats"])


def write(rules: FrozenRules) -> str:
    """Write the exact text.

    Errors: Malformed for everything that `parse` refuses.
    """
    first = rules.protocol == 1
    raw = dump(
        {
            **({} if first else {"protocol": PROTOCOL}),
            "uuid": rules.uuid,
            "title": rules.title,
            "place": rules.place,
            "meeting": rules.meeting,
            "parent": rules.parent,
            "rehearsal": rules.rehearsal,
            **({} if first else {"due": rules.due}),
            "rules": dict(rules.values),
            "candidates": [_candidate_json(candidate) for candidate in rules.candidates],
            "trustees": rules.trustees,
            "issuer": blindrsa.issuer_json(rules.issuer),
            "receipt_key": rules.receipt_key,
        }
    )
    parse(raw)
    return raw


def _candidate_json(candidate: FrozenCandidate) -> dict[str, object]:
    return {
        "ordinal": candidate.ordinal,
        "project_id": candidate.project_id,
        "title": candidate.title,
        "summary": candidate.summary,
        "text_sha256": candidate.text_sha256,
    }


def parse(raw: str) -> FrozenRules:
    """Read the exact text.

    Errors: Malformed.
    """
    value = load_canonical(raw)
    first = not shape.has(value, "protocol")
    found = dict(
        zip(_FIRST if first else _SECOND, shape.fields(value, *(_FIRST if first else _SECOND)), strict=True)
    )
    if not first:
        shape.number(found["protocol"], PROTOCOL, PROTOCOL)
    uuid, title, place, meeting, parent, rehearsal, values, listed, trustees, issuer, key = map(
        found.get, _FIRST
    )
    receipt.parse_key(shape.text(key))
    need_form(parent != uuid, "the ballot follows itself")
    candidates = tuple(_candidate(i, one) for i, one in enumerate(shape.items(listed), 1))
    need_form(0 < len(candidates) <= MOST_CANDIDATES, "there are no candidates or too many")
    return FrozenRules(
        uuid=check_uuid(uuid),
        title=shape.text(title),
        place=shape.text(place),
        meeting=shape.text(meeting),
        parent=None if parent is None else check_uuid(parent),
        rehearsal=shape.flag(rehearsal),
        values=_values(values),
        candidates=candidates,
        trustees=_digest(trustees),
        issuer=blindrsa.parse_issuer(issuer),
        receipt_key=shape.text(key),
        due=None if first else shape.number(found["due"]),
    )


def _candidate(place: int, value: object) -> FrozenCandidate:
    ordinal, project, title, summary, digest = shape.fields(
        value, "ordinal", "project_id", "title", "summary", "text_sha256"
    )
    return FrozenCandidate(
        shape.number(ordinal, place, place),
        shape.number(project),
        shape.text(title),
        shape.text(summary),
        _digest(digest),
    )


def _digest(value: object) -> str:
    text = shape.text(value)
    need_form(_HEX.fullmatch(text) is not None, "not a hexadecimal SHA-256")
    return text


def _values(value: object) -> dict[str, Value]:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise Malformed("the ballot rules are of an unknown format")
    values: dict[str, Value] = {}
    for key, one in value.items():
        need_form(isinstance(one, (str, int)), "a ballot rule is neither text nor number")
        values[key] = one
    need_form(values.get("kind") in KINDS, "the kind of ballot is unknown")
    shape.number(values.get("seats"), 1, MOST_CANDIDATES)
    return values


def description(raw: str) -> str:
    """Return the election's description that commits to these exact rules."""
    return f"sha256:{hex_sha256(raw)}"


def questions(rules: FrozenRules) -> list[Question]:
    """Return the election's questions (protocol, "Kinds of ballot"); their texts name the candidates."""
    titles = [f"{candidate.ordinal}. {candidate.title}" for candidate in rules.candidates]
    if rules.kind == "choose":
        return [Question(rules.title, tuple(titles), 0, min(rules.seats, len(titles)))]
    labels: tuple[str, ...] = APPROVALS
    if rules.kind == "evaluate":
        labels = (*GRADES, ABSTAIN) if rules.values.get("evaluation_abstain", True) else GRADES
    return [Question(title, labels, 1, 1) for title in titles]
