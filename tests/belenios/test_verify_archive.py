"""A record that was tampered with is refused, by the check that should refuse it; one test case per defect."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.belenios import factories, forgery
from voting.belenios import archive, ballot, checks, record, tally, verify
from voting.belenios.canonical import dump, hex_sha256
from voting.belenios.errors import Refused
from voting.belenios.record import Record
from voting.belenios.report import Failed, VerifierReport

FIXTURES = Path(__file__).parent / "records"
"""Made by belenios-tool 3.3 and by a prototype of ours; bad ones are named after their defect."""


def honest() -> Record:
    return factories.make_parts("choose").record


def failure(raw: bytes) -> Failed:
    with pytest.raises(Failed) as failed:
        verify.verify_archive(raw, VerifierReport(io.StringIO()))
    return failed.value


def recount(found: Record, ballots: tuple[str, ...], counted: list[str]) -> Record:
    """Make a record of these ballots whose tally and result are of others, everything else right."""
    made = factories.make_parts("choose").election
    fresh = factories.make_record(made, factories.ceremony(), counted)
    return replace(fresh, ballots=ballots, credentials=found.credentials)


# ------------------------------------------------------------------------------------------ foreign records


@pytest.mark.parametrize(
    ("name", "result"), [("NcZH3XGq31NJbf", [2, 2, 0, 1, 2, 1, 2, 3, 0, 3, 1, 0, 1, 1, 1])]
)
def test_a_record_made_by_the_tool_holds(name: str, result: list[int]) -> None:
    raw = (FIXTURES / "good" / f"{name}.bel").read_bytes()
    assert verify.verify_archive(raw, VerifierReport(io.StringIO())).counts == [result]


def test_a_record_with_blank_votes_holds() -> None:
    raw = (FIXTURES / "good" / "qQyYsC934AEq7n.bel").read_bytes()
    checked = verify.verify_archive(raw, VerifierReport(io.StringIO()))
    assert checked.election.questions[0].blank
    assert len(checked.credentials) > len(checked.record.ballots)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("proof-full/NcZH3XGq31NJbf", "a proof does not hold"),
        ("sig-full/NcZH3XGq31NJbf", "the ballot's signature does not hold"),
        ("replayed-ballot/oFCPhuFAtu5kDN", "a ballot occurs twice"),
    ],
)
def test_a_bad_record_is_refused_for_its_defect(name: str, reason: str) -> None:
    assert failure((FIXTURES / "bad" / f"{name}.bel").read_bytes()).reason.endswith(reason)


# ---------------------------------------------------------------------------------------- contents tampered


def replayed(found: Record) -> Record:
    ballots = (*found.ballots, found.ballots[0])
    return recount(found, ballots, list(ballots))


def second_ballot_of_a_credential(_: Record) -> Record:
    made = factories.make_parts("choose").election
    secret, credential = ballot.new_credential()
    two = [ballot.seal(made, secret, [[1, 0, 0]]), ballot.seal(made, secret, [[0, 1, 0]])]
    found = factories.make_record(made, factories.ceremony(), two)
    return replace(found, credentials=record.credentials_raw([credential]))


def left_out(found: Record) -> Record:
    return recount(found, found.ballots, list(found.ballots[1:]))


def other_credentials(found: Record) -> Record:
    return replace(found, credentials=record.credentials_raw([ballot.new_credential()[1]]))


def credential_twice(found: Record) -> Record:
    used = [ballot.credential_in(raw) for raw in found.ballots]
    return replace(found, credentials=record.credentials_raw([*used, used[0]]))


def weighted(found: Record) -> Record:
    used = [ballot.credential_in(raw) for raw in found.ballots]
    return replace(found, credentials=dump([f"{one},2" for one in used]))


def credential_outside(found: Record) -> Record:
    return replace(found, credentials=dump([str(2)]))


def credential_one(found: Record) -> Record:
    return replace(found, credentials=dump(["1"]))


def other_elections_ballot(found: Record) -> Record:
    other = factories.make_election("choose")
    secret, credential = ballot.new_credential()
    used = [ballot.credential_in(raw) for raw in found.ballots]
    stray = ballot.seal(other, secret, [[1, 0, 0]])
    return replace(
        found, ballots=(*found.ballots, stray), credentials=record.credentials_raw([*used, credential])
    )


def other_joint_key(found: Record) -> Record:
    return replace(found, trustees=factories.ceremony(1, 1).record.raw)


def signature_changed(found: Record) -> Record:
    before, proof = found.ballots[0].rsplit('"response":"', 1)
    changed = f'{before}"response":"{(int(proof[:-4]) + 1) % int(forgery.Q)}"}}}}}}'
    return replace(found, ballots=(changed, *found.ballots[1:]))


def no_object(found: Record) -> Record:
    return replace(found, ballots=("[]", *found.ballots[1:]))


def order_2(found: Record) -> Record:
    return forgery.with_forged_ballot(2)


def order_3(found: Record) -> Record:
    return forgery.with_forged_ballot(3)


def number_wrong(found: Record) -> Record:
    return replace(found, sized_tally=tally.sized_raw(found.encrypted_tally, len(found.ballots) + 1))


def decryption_changed(found: Record) -> Record:
    owner, partial = found.partials[0]
    before, after = partial.rsplit('"response":"', 1)
    digits, rest = after.split('"', 1)
    changed = f'{before}"response":"{(int(digits) + 1) % int(forgery.Q)}"{rest}'
    return replace(found, partials=((owner, changed), *found.partials[1:]))


def decryption_of_another_share(found: Record) -> Record:
    (first, one), (second, other) = found.partials
    return replace(found, partials=((first, other), (second, one)))


def one_decryption(found: Record) -> Record:
    return replace(found, partials=found.partials[:1])


def decrypted_twice(found: Record) -> Record:
    return replace(found, partials=(found.partials[0], found.partials[0]))


def unknown_owner(found: Record) -> Record:
    return replace(found, partials=(*found.partials, (9, found.partials[0][1])))


def other_result(found: Record) -> Record:
    counts = tally.parse_result(factories.make_parts("choose").election, found.result)
    counts[0][0] += 1
    return replace(found, result=tally.result_raw(counts))


def key_of_the_server(found: Record) -> Record:
    return replace(found, election=found.election.replace('"version":1', '"version":2'))


TAMPERED: list[tuple[Callable[[Record], Record], str, str]] = [
    (replayed, "no ballot twice", "a ballot occurs twice"),
    (second_ballot_of_a_credential, "no ballot twice", "a credential cast two ballots"),
    (left_out, "the encrypted tally is the sum", "the encrypted tally is not the sum of the ballots"),
    (other_credentials, "no ballot twice", "a ballot's credential is not on the list"),
    (credential_twice, "credentials", "a credential is listed twice"),
    (weighted, "credentials", "a group element is not a decimal string"),
    (credential_outside, "credentials", "an element does not belong to the group"),
    (credential_one, "credentials", "the credential is 1"),
    (other_elections_ballot, "every proof", "the ballot belongs to another election"),
    (other_joint_key, "scrutineers' keys", "the ballot key is not the scrutineers' joint key"),
    (signature_changed, "every proof", "the ballot's signature does not hold"),
    (no_object, "no ballot twice", "a ballot does not begin like one"),
    (order_2, "every proof", "an element does not belong to the group"),
    (order_3, "every proof", "an element does not belong to the group"),
    (number_wrong, "the encrypted tally is the sum", "the number of ballots in the tally is wrong"),
    (decryption_changed, "partial decryptions", "a decryption proof does not hold"),
    (decryption_of_another_share, "partial decryptions", "a decryption proof does not hold"),
    (one_decryption, "partial decryptions", "too few scrutineers decrypted"),
    (decrypted_twice, "partial decryptions", "a scrutineer decrypted twice"),
    (unknown_owner, "partial decryptions", "there is no scrutineer 9"),
    (other_result, "result", "the result is not what was decrypted"),
    (key_of_the_server, "election", "expected an integer from 1 to 1"),
]


@pytest.mark.parametrize(("tamper", "check", "reason"), TAMPERED, ids=[t[0].__name__ for t in TAMPERED])
def test_a_tampered_record_is_refused(tamper: Callable[[Record], Record], check: str, reason: str) -> None:
    failed = failure(record.write(tamper(honest()), factories.MOMENT))
    assert failed.check.startswith(check)
    assert failed.reason.endswith(reason)


def test_the_forged_ballots_pass_every_check_but_membership(monkeypatch: pytest.MonkeyPatch) -> None:
    forged = [forgery.forged_ballot(order) for order in (2, 3)]
    monkeypatch.setattr("voting.belenios.answers.is_member", lambda _: True)
    for made, raw in forged:
        assert ballot.check(made, raw).raw == raw


# --------------------------------------------------------------------------------------- container tampered


def events(raw: bytes) -> list[tuple[str, str]]:
    return archive.read(raw)[1]


def rebuilt(records: list[tuple[str, str]]) -> bytes:
    parts = [archive.head(factories.MOMENT)]
    parts += [archive.record(name, text.encode(), factories.MOMENT) for name, text in records]
    return b"".join(parts)


def relinked(records: list[tuple[str, str]]) -> bytes:
    """Rebuild heights, parents and names of the events after a change of their order."""
    parent, height, out = None, 0, []
    for name, text in records:
        if name.endswith(".event.json"):
            body = text.split('"type":', 1)[1]
            first = "" if parent is None else f'"parent":"{parent}",'
            linked = f'{{{first}"height":{height},"type":{body}'
            parent, height = hex_sha256(linked), height + 1
            out.append((f"{parent}.event.json", linked))
        else:
            out.append((name, text))
    return rebuilt(out)


def kinds(records: list[tuple[str, str]]) -> list[int]:
    return [i for i, (name, _) in enumerate(records) if name.endswith(".event.json")]


def end_in_the_middle(records: list[tuple[str, str]]) -> bytes:
    end = next(i for i, (_, text) in enumerate(records) if '"EndBallots"' in text)
    moved = records.pop(end)
    records.insert(kinds(records)[1] + 1, moved)
    return relinked(records)


def other_tally_shown(records: list[tuple[str, str]]) -> bytes:
    place = next(i for i, (_, text) in enumerate(records) if "num_tallied" in text)
    other = records[place][1].replace('"num_tallied":4', '"num_tallied":3')
    records.insert(place + 1, (hex_sha256(other) + ".data.json", other))
    event = place + 2
    text = records[event][1].replace(hex_sha256(records[place][1]), hex_sha256(other))
    records[event] = (hex_sha256(text) + ".event.json", text)
    return relinked(records)


def extra_record(records: list[tuple[str, str]]) -> bytes:
    records.insert(1, (hex_sha256("{}") + ".data.json", "{}"))
    return rebuilt(records)


def no_parent(records: list[tuple[str, str]]) -> bytes:
    last = kinds(records)[-1]
    text = "{" + records[last][1].split(",", 1)[1]
    records[last] = (hex_sha256(text) + ".event.json", text)
    return rebuilt(records)


def wrong_height(records: list[tuple[str, str]]) -> bytes:
    last = kinds(records)[-1]
    height = len(kinds(records)) - 1
    text = records[last][1].replace(f'"height":{height}', f'"height":{height + 1}')
    records[last] = (hex_sha256(text) + ".event.json", text)
    return rebuilt(records)


def without_result(records: list[tuple[str, str]]) -> bytes:
    return rebuilt(records[:-2])


def missing_data(records: list[tuple[str, str]]) -> bytes:
    del records[kinds(records)[1] - 1]
    return rebuilt(records)


def unknown_event(records: list[tuple[str, str]]) -> bytes:
    place = kinds(records)[-1]
    records[place] = (records[place][0], records[place][1].replace("Result", "Shuffle"))
    return relinked(records)


def payload_for_the_end(records: list[tuple[str, str]]) -> bytes:
    place = next(i for i, (_, text) in enumerate(records) if '"EndBallots"' in text)
    records[place] = (records[place][0], records[place][1][:-1] + ',"payload":"x"}')
    return relinked(records)


def payload_a_number(records: list[tuple[str, str]]) -> bytes:
    place = kinds(records)[-1]
    records[place] = (records[place][0], records[place][1].rsplit(":", 1)[0] + ":7}")
    return relinked(records)


def wrong_name(records: list[tuple[str, str]]) -> bytes:
    records[0] = ("0" * 64 + ".data.json", records[0][1])
    return rebuilt(records)


def unknown_suffix(records: list[tuple[str, str]]) -> bytes:
    records[0] = (records[0][0].replace(".data", ".dato"), records[0][1])
    return rebuilt(records)


CONTAINERS: list[tuple[Callable[[list[tuple[str, str]]], bytes], str]] = [
    (end_in_the_middle, "the events are not in order"),
    (other_tally_shown, "the archive holds records that no event needs, or in another order"),
    (extra_record, "the archive holds records that no event needs, or in another order"),
    (no_parent, "an event does not follow the one before"),
    (wrong_height, "an event has the wrong height"),
    (without_result, "there is not exactly one event Result"),
    (missing_data, "something that is referred to is missing"),
    (unknown_event, "an event is of an unknown kind"),
    (payload_for_the_end, "an event's payload is missing or too much"),
    (payload_a_number, "a reference is not a string"),
    (wrong_name, "a record's name is not its hash"),
    (unknown_suffix, "a record has an unknown name"),
]


@pytest.mark.parametrize(("tamper", "reason"), CONTAINERS, ids=[c[0].__name__ for c in CONTAINERS])
def test_a_tampered_container_is_refused(
    tamper: Callable[[list[tuple[str, str]]], bytes], reason: str
) -> None:
    failed = failure(tamper(events(record.write(honest(), factories.MOMENT))))
    assert failed.check.startswith("archive")
    assert failed.reason == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda raw: raw[:0], "the archive is cut off"),
        (lambda raw: raw[:-1], "the archive is cut off"),
        (lambda raw: raw[:-600], "the archive is cut off"),
        (lambda raw: raw + bytes(1024), "a record cannot be read"),
        (lambda raw: raw.replace(b"0000644", b"0000600", 1), "the archive's first record is not canonical"),
        (lambda raw: raw[:1024] + raw[1024:].replace(b"0000644", b"0000600", 1), "a record is not canonical"),
        (lambda raw: raw.replace(b"BELENIOS", b"BELENIUS", 1), "the file is not a Belenios archive"),
        (
            lambda raw: raw.replace(b'"timestamp":"1', b'"timestamp":"+', 1),
            "the archive's time is not a number",
        ),
        (lambda raw: raw.replace(b"00000000046", b"77777777777", 1), "a record is too large"),
        (lambda raw: raw.replace(b"00000000046", b"-0000000046", 1), "a record is too large"),
        (lambda raw: raw.replace(b'{"version":1', b'{"version":\xff', 1), "a record cannot be read"),
        (lambda raw: raw.replace(b'{"version":1', b'{"version":2', 1), "expected an integer from 1 to 1"),
    ],
)
def test_a_broken_file_is_refused(change: Callable[[bytes], bytes], reason: str) -> None:
    assert failure(change(record.write(honest(), factories.MOMENT))).reason == reason


def test_a_time_too_large_for_the_header_is_refused() -> None:
    body = dump({"version": 1, "timestamp": str(8**11)}).encode()
    assert failure(archive.record(archive.HEAD, body, 0)).reason == "the archive's time is too large"


# ------------------------------------------------------------------------------------------------- running


@pytest.mark.parametrize("threads", [1, 2])
def test_ballots_are_checked_over_several_processes(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forked while there is one thread, else started afresh."""
    monkeypatch.setattr("threading.active_count", lambda: threads)
    made = factories.make_election("choose")
    ballots, _ = factories.seal_many(made, checks.CHUNK + 1)
    seen: list[int] = []

    sums = checks.check_ballots(made, ballots, 2, lambda done, total: seen.append(done * 100 + total))

    assert sums == tally.add_up(made, ballots)
    assert seen == [checks.CHUNK * 100 + len(ballots), len(ballots) * 100 + len(ballots)]
    bad = [*ballots[:-1], ballots[-1].replace('"response":"', '"response":"1', 1)]
    with pytest.raises(Refused, match=ballot.tracker(bad[-1])[:20].replace("+", r"\+")):
        checks.check_ballots(made, bad, 2, VerifierReport(io.StringIO()).progress)
