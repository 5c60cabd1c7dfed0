"""What an auditor brings along: an invented vote does not pass as this one, and a signed receipt is evidence."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.belenios import factories
from tests.belenios.factories import Parts
from voting.belenios import ballot, bundle, election, receipt, record, tally, verify, verify_receipts
from voting.belenios.ballot_rules import FrozenRules
from voting.belenios.canonical import hex_sha256
from voting.belenios.errors import Malformed
from voting.belenios.report import VerifierReport, legible

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))  # the one of factories.make_rules


def verified(tmp_path: Path, parts: Parts, *options: str) -> int:
    file = tmp_path / "b.zip"
    file.write_bytes(bundle.build(factories.put_together(parts)))
    return verify.main([str(file), *options])


def anchors(said: str) -> dict[str, str]:
    found = re.findall("^anchor  ([a-z-]+)=(.*)$", said, re.MULTILINE)
    return dict(found)


def invented(parts: Parts) -> Parts:
    """Make a vote of one's own under the same UUID: other rules, other ballots, everything in order."""
    rules = replace(parts.rules, meeting="另一次会议")
    return factories.count(rules, factories.seal_many(factories.election_of(rules), 4, seed=7)[0])


def test_the_anchors_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = factories.make_parts("choose")
    assert verified(tmp_path, parts) == 0
    issuer = parts.rules.issuer
    said = capsys.readouterr().out
    assert anchors(said) == {
        "fingerprint": election.set_up_fingerprint(parts.election, issuer.n, issuer.e),
        "joint-key": factories.ceremony().record.joint_key,
        "box": tally.digest(parts.record.ballots),
        "roll": parts.register.roll_digest,
        "issued": "4",
        "names": "4",
        "parent": "none",
    }
    assert "note    compare the anchors" in said


def test_an_invented_vote_under_the_same_uuid_passes_no_expectation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = factories.make_parts("choose")
    assert verified(tmp_path, parts) == 0
    real = anchors(capsys.readouterr().out)
    false = invented(parts)
    assert false.election.uuid == parts.election.uuid
    assert verified(tmp_path, false) == 0  # alone it is a vote like any other
    capsys.readouterr()
    for name in ("fingerprint", "box"):
        assert verified(tmp_path, false, "--expect", f"{name}={real[name]}") == 1
        last = capsys.readouterr().out.splitlines()[-1]
        assert last.startswith(f"FAILED  {name} is the expected one: expected {real[name]}, found ")


def test_every_anchor_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = factories.make_parts("choose")
    assert verified(tmp_path, parts) == 0
    real = anchors(capsys.readouterr().out)
    options = [word for name, value in real.items() for word in ("--expect", f"{name}={value}")]
    assert verified(tmp_path, parts, *options) == 0
    said = capsys.readouterr().out
    assert said.count("is the expected one") == len(real)
    assert "compare the anchors" not in said
    for name, value in real.items():
        other = ("1" if value[0] != "1" else "2") + value[1:]
        assert verified(tmp_path, parts, "--expect", f"{name}={other}") == 1, name


def test_an_expectation_is_taken_as_people_write_it(tmp_path: Path) -> None:
    parts = factories.make_parts("choose")
    issuer, digest = parts.rules.issuer, tally.digest(parts.record.ballots)
    print_ = election.set_up_fingerprint(parts.election, issuer.n, issuer.e).lower()
    grouped = " ".join(re.findall("....", print_))
    begun = "-".join(re.findall("....", digest[:24].upper()))
    key = factories.ceremony().record.joint_key
    written = (f"fingerprint={grouped}", f"Box={begun}", f"joint key={key}", f"joint_key={key}")
    assert verified(tmp_path, parts, *(word for one in written for word in ("--expect", one))) == 0
    assert verified(tmp_path, parts, "--expect", f"box={digest[:23]}") == 1
    assert verified(tmp_path, parts, "--expect", f"joint-key={key[:40]}") == 1


@pytest.mark.parametrize("option", ["colour=red", "box", "box=", "box= - ", "=x"])
def test_an_expectation_that_says_nothing_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    assert verified(tmp_path, factories.make_parts("choose"), "--expect", option) == 2
    assert option in capsys.readouterr().err


def test_an_archive_alone_has_two_anchors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = factories.make_parts("choose")
    (file := tmp_path / "x.bel").write_bytes(record.write(parts.record, factories.MOMENT))
    assert verify.main([str(file)]) == 0
    found = anchors(capsys.readouterr().out)
    assert set(found) == {"joint-key", "box"}
    assert verify.main([str(file), "--expect", f"box={found['box']}"]) == 0
    assert verify.main([str(file), "--expect", "roll=" + "cd" * 32]) == 1
    assert "verify the bundle" in capsys.readouterr().out.splitlines()[-1]


# ------------------------------------------------------------------------------------------------ receipts


def receipted(parts: Parts, tracker: str, key: Ed25519PrivateKey = KEY) -> str:
    uuid = parts.rules.uuid
    return f"{uuid}.{tracker}.{receipt.sign(key, uuid, tracker)}"


def trackers(parts: Parts) -> list[str]:
    return [ballot.tracker(raw) for raw in parts.record.ballots]


def one_dropped() -> tuple[Parts, str]:
    """Make a record in order in every respect from which one ballot was left out; returns it and the tracker."""
    full = factories.make_parts("choose")
    first, *rest = full.record.ballots
    return factories.count(full.rules, rest), ballot.tracker(first)


def test_receipts_of_ballots_in_the_box_hold_in_every_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = factories.make_parts("choose")
    one = trackers(parts)[0]
    path = one.replace("+", "-").replace("/", "_")
    short = receipt.short(one)
    signed = receipted(parts, one)
    forms: Sequence[str] = (
        signed,
        receipted(parts, one).replace(one, path),
        f"https://hall.example/j/140900/challenge#{signed}",
        one,
        one + "=",
        path,
        path[:8],
        short,
        f"{short[:5].lower()}-{short[5:]}",
        f"{short[:5]} {short[5:]}".replace("0", "O").replace("1", "l"),
    )
    assert verified(tmp_path, parts, *(f"--receipt={form}" for form in forms)) == 0
    assert capsys.readouterr().out.count("its ballot is in the box") == len(forms)


def test_a_signed_receipt_of_a_ballot_that_is_gone_is_proof(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts, gone = one_dropped()
    assert verified(tmp_path, parts) == 0  # nothing else tells
    there = receipted(parts, trackers(parts)[0])
    capsys.readouterr()
    assert verified(tmp_path, parts, "--receipt", there, "--receipt", receipted(parts, gone)) == 3
    said = capsys.readouterr().out
    assert f"receipt {gone}: PROOF THAT A BALLOT IS GONE" in said
    assert "its ballot is in the box" in said


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ("{tracker}", "without its signature this proves nothing"),
        ("{short}", "without its signature this proves nothing"),
        ("{uuid}.{tracker}.{forged}", "no receipt of this ballot"),
        ("{uuid}.{tracker}.AAAA", "no receipt of this ballot"),
        ("{uuid}.{tracker}.not base64url!", "no receipt of this ballot"),
        ("11111111111111.{tracker}.{forged}", "belongs to another ballot"),
    ],
)
def test_what_is_no_evidence_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, sentence: str
) -> None:
    parts, gone = one_dropped()
    other = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
    uuid, forged = parts.rules.uuid, receipt.sign(other, parts.rules.uuid, gone)
    shown = form.format(tracker=gone, short=receipt.short(gone), uuid=uuid, forged=forged)
    assert verified(tmp_path, parts, "--receipt", shown) == 1
    said = capsys.readouterr().out
    assert sentence in said
    assert "PROOF" not in said


def test_a_false_signature_over_a_ballot_in_the_box_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = factories.make_parts("choose")
    other = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
    assert verified(tmp_path, parts, "--receipt", receipted(parts, trackers(parts)[0], other)) == 1
    assert "the signature is not of this ballot's key" in capsys.readouterr().out


def test_a_signature_for_another_tracker_proves_nothing(tmp_path: Path) -> None:
    parts, gone = one_dropped()
    there = trackers(parts)[0]
    signature = receipt.sign(KEY, parts.rules.uuid, there)
    assert verified(tmp_path, parts, "--receipt", f"{parts.rules.uuid}.{gone}.{signature}") == 1


def test_an_archive_alone_does_not_tell_who_signs_receipts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts, gone = one_dropped()
    (file := tmp_path / "x.bel").write_bytes(record.write(parts.record, factories.MOMENT))
    there = receipted(parts, trackers(parts)[0])
    assert verify.main([str(file), "--receipt", there]) == 0
    assert verify.main([str(file), "--receipt", receipted(parts, gone)]) == 1
    assert "verify the bundle" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "abc", "a.b", "a.b.c.d", "UUID.ABCDEFGHJK.AAAA", "选票选票选票选票"])
def test_what_is_no_receipt_is_a_wrong_call(text: str) -> None:
    with pytest.raises(Malformed):
        verify_receipts.parse(text)


def test_ten_characters_are_the_leading_fifty_bits() -> None:
    assert receipt.short("A" * 43) == "0" * 10
    assert receipt.short("/" * 42 + "8") == "Z" * 10
    tracker = _b64(bytes.fromhex("00443214c7424000") + bytes(24))
    assert receipt.short(tracker) == "0123456789"


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


# ------------------------------------------------------------------------- what a record says of itself


def test_no_line_break_or_control_of_a_title_reaches_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that was made with a program of one's own may hold what ours refuses to write."""
    monkeypatch.setattr(election, "_CONTROL", re.compile("(?!)"))
    evil = "公路\nholds   everything\r\x1b[2J\x07\x9b1m\u202e\u2028\u200b\ufeff"
    rules = factories.make_rules()
    first, *rest = rules.candidates
    told = _reported(replace(rules, candidates=(replace(first, title=evil), *rest)))
    assert "\nholds   everything" not in told
    assert not set(evil[2:]) & set(told) - set("\nholdseverything []12Jm ")
    assert "\\u000aholds   everything\\u000d\\u001b[2J" in told


def _reported(rules: FrozenRules) -> str:
    parts = factories.count(rules, factories.seal_many(factories.election_of(rules), 2)[0])
    said = io.StringIO()
    verify.verify_bundle(bundle.build(factories.put_together(parts)), VerifierReport(said))
    return said.getvalue()


def test_chinese_texts_are_shown_as_they_are() -> None:
    for text in ("1. 项目 “公路”，（二期）\u3000甲、乙", "ཡིན་", "ئۇيغۇر", "𠮷野家"):
        assert legible(text) == text


# ------------------------------------------------------------------------------------------ second rounds


def test_a_second_round_names_the_round_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = factories.make_parts("choose")
    rules = replace(factories.make_rules(), parent=first.rules.uuid)
    second = factories.count(rules, factories.seal_many(factories.election_of(rules), 2)[0])
    before = tmp_path / "before.zip"
    before.write_bytes(bundle.build(factories.put_together(first)))
    named = ("--parent", str(before))
    assert verified(tmp_path, second, *named, "--expect", f"parent={first.rules.uuid}") == 0
    assert f"this ballot follows {first.rules.uuid}" in capsys.readouterr().out
    assert verified(tmp_path, second, *named, "--expect", f"parent={hex_sha256('x')[:14]}") == 1
    assert verified(tmp_path, first, "--expect", f"parent={first.rules.uuid}") == 1


def second_to(first: Parts, **changes: object) -> Parts:
    """Make a second round about the projects of the first; changes: fields of its rules."""
    rules = replace(factories.make_rules(), parent=first.rules.uuid, **changes)  # type: ignore[arg-type]
    return factories.count(rules, factories.seal_many(factories.election_of(rules), 2)[0])


def bundle_of(parts: Parts) -> bytes:
    return bundle.build(factories.put_together(parts))


def test_a_second_round_without_the_record_of_the_first_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = factories.make_parts("choose")
    second = second_to(first)
    assert verified(tmp_path, second) == 1
    assert "put its bundle beside this one" in capsys.readouterr().out
    (tmp_path / f"{first.rules.uuid}.zip").write_bytes(bundle_of(first))
    assert verified(tmp_path, second) == 0
    (tmp_path / f"{first.rules.uuid}.zip").write_bytes(bundle_of(second))
    assert verified(tmp_path, second) == 1


def test_a_second_round_of_protocol_1_is_read_as_before(tmp_path: Path) -> None:
    first = factories.make_parts("choose", protocol=1)
    assert verified(tmp_path, second_to(first, due=None)) == 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"place": "大同市"}, "another congress"),
        ({"rehearsal": True}, "a rehearsal"),
        ({"candidates": factories.make_rules(projects=4).candidates}, "was not on the ballot before"),
    ],
)
def test_a_parent_of_another_congress_or_other_projects_is_refused(
    changes: dict[str, object], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = factories.make_parts("choose")
    (tmp_path / f"{first.rules.uuid}.zip").write_bytes(bundle_of(first))
    assert verified(tmp_path, second_to(first, **changes)) == 1
    assert reason in capsys.readouterr().out.splitlines()[-1]


def test_a_parent_whose_own_record_does_not_hold_is_refused(tmp_path: Path) -> None:
    first = factories.make_parts("choose")
    tampered = replace(first, register=replace(first.register, roll_signatures=[]))
    (tmp_path / f"{first.rules.uuid}.zip").write_bytes(bundle_of(tampered))
    assert verified(tmp_path, second_to(first)) == 1
