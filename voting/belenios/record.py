"""The public record of an election (Belenios specification 4.4 events and data, 3.4 tally): write and read .bel.

The reader rebuilds the archive from what it read and compares byte by byte, so that there is exactly one archive
for one content; order and links of the events follow from that. Checks no proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from voting.belenios import archive, shape
from voting.belenios.canonical import dump, hex_sha256, load_canonical
from voting.belenios.errors import DoesNotHold, Malformed, need, need_form

SUFFIX = ".bel"
ORDER = ("Setup", "Ballot", "EndBallots", "EncryptedTally", "PartialDecryption", "Result")


@dataclass(frozen=True, slots=True)
class Record:
    """Exact texts of a complete record.

    credentials: JSON list of the public credentials. partials: (owner from 1, text) in order of the archive.
    """

    election: str
    trustees: str
    credentials: str
    ballots: tuple[str, ...]
    encrypted_tally: str
    sized_tally: str
    partials: tuple[tuple[int, str], ...]
    result: str


class _Writer:
    def __init__(self, moment: int) -> None:
        self._moment = moment
        self._parts = [archive.head(moment)]
        self._parent: str | None = None
        self._height = 0

    def data(self, text: str) -> str:
        return self._add(text, "data.json")

    def event(self, kind: str, payload: str | None = None) -> None:
        parent = {} if self._parent is None else {"parent": self._parent}
        body = {**parent, "height": self._height, "type": kind}
        self._parent = self._add(dump(body if payload is None else body | {"payload": payload}), "event.json")
        self._height += 1

    def _add(self, text: str, suffix: str) -> str:
        name = hex_sha256(text)
        self._parts.append(archive.record(f"{name}.{suffix}", text.encode(), self._moment))
        return name

    def archive(self) -> bytes:
        return b"".join(self._parts)


def write(record: Record, moment: int) -> bytes:
    """Write the archive.

    moment: Unix seconds, one for all records: the close of voting, never the time of a ballot.
    """
    writer = _Writer(moment)
    setup = {
        "election": writer.data(record.election),
        "trustees": writer.data(record.trustees),
        "credentials": writer.data(record.credentials),
    }
    writer.event("Setup", writer.data(dump(setup)))
    for ballot in record.ballots:
        writer.event("Ballot", writer.data(ballot))
    writer.event("EndBallots")
    writer.data(record.encrypted_tally)
    writer.event("EncryptedTally", writer.data(record.sized_tally))
    for owner, partial in record.partials:
        writer.event(
            "PartialDecryption", writer.data(dump({"owner": owner, "payload": writer.data(partial)}))
        )
    writer.event("Result", writer.data(record.result))
    return writer.archive()


def read(raw: bytes) -> tuple[Record, int]:
    """Read a complete archive; returns the record and its time.

    Errors: Malformed for a broken or non-canonical archive; DoesNotHold where an event does not link to the one
    before, stands in the wrong place, or names something else than what precedes it.
    """
    moment, records = archive.read(raw)
    texts = {name: text for name, text in records if name.endswith(".data.json")}
    events = [_event(text) for name, text in records if name.endswith(".event.json")]
    _check_chain([text for name, text in records if name.endswith(".event.json")])
    _check_order([kind for kind, _ in events])
    payloads: dict[str, list[str]] = {kind: [] for kind in ORDER}
    for kind, payload in events:
        if kind != "EndBallots":
            payloads[kind].append(_named(texts, payload))
    record = _assemble(texts, payloads)
    need(write(record, moment) == raw, "the archive holds records that no event needs, or in another order")
    return record, moment


def _event(text: str) -> tuple[str, object]:
    value = load_canonical(text)
    names = ["parent"] * shape.has(value, "parent") + ["height", "type"]
    names += ["payload"] * shape.has(value, "payload")
    found = dict(zip(names, shape.fields(value, *names), strict=True))
    kind = shape.text(found["type"])
    need_form(kind in ORDER, "an event is of an unknown kind")
    need_form(("payload" in found) == (kind != "EndBallots"), "an event's payload is missing or too much")
    return kind, found.get("payload")


def _check_chain(texts: list[str]) -> None:
    parent: str | None = None
    for height, text in enumerate(texts):
        value = load_canonical(text)
        found = value if isinstance(value, dict) else {}
        need(found.get("height") == height, "an event has the wrong height")
        need(found.get("parent") == parent, "an event does not follow the one before")
        parent = hex_sha256(text)


def _check_order(kinds: list[str]) -> None:
    places = [ORDER.index(kind) for kind in kinds]
    need(places == sorted(places), "the events are not in order")
    for kind in ("Setup", "EndBallots", "EncryptedTally", "Result"):
        need(kinds.count(kind) == 1, f"there is not exactly one event {kind}")


def _named(texts: dict[str, str], name: object) -> str:
    if not isinstance(name, str):
        raise Malformed("a reference is not a string")
    text = texts.get(f"{name}.data.json")
    if text is None:
        raise DoesNotHold("something that is referred to is missing")
    return text


def _assemble(texts: dict[str, str], payloads: dict[str, list[str]]) -> Record:
    setup = shape.fields(load_canonical(payloads["Setup"][0]), "election", "trustees", "credentials")
    election, trustees, credentials = (_named(texts, name) for name in setup)
    sized = payloads["EncryptedTally"][0]
    *_, tally_name = shape.fields(load_canonical(sized), "num_tallied", "total_weight", "encrypted_tally")
    partials = []
    for owned in payloads["PartialDecryption"]:
        owner, payload = shape.fields(load_canonical(owned), "owner", "payload")
        partials.append((shape.number(owner, 1), _named(texts, payload)))
    return Record(
        election=election,
        trustees=trustees,
        credentials=credentials,
        ballots=tuple(payloads["Ballot"]),
        encrypted_tally=_named(texts, tally_name),
        sized_tally=sized,
        partials=tuple(partials),
        result=payloads["Result"][0],
    )


def credentials_raw(credentials: list[str]) -> str:
    """Write the list of credentials, sorted: no order of arrival."""
    return dump(sorted(credentials))


def sort_ballots(ballots: Iterable[str]) -> list[str]:
    """Sort ballots by their hash, in which the archive holds them: no order of arrival."""
    return sorted(ballots, key=hex_sha256)
