"""A bundle that was tampered with is refused, by the check that should refuse it; and the command line."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.belenios import factories
from tests.belenios.factories import Parts
from tests.belenios.make_vectors import issuing_key
from voting.belenios import ballot, blindrsa, bundle, outcome_document, record, statements, verify
from voting.belenios.canonical import dump, load
from voting.belenios.outcome import Figures
from voting.belenios.report import Failed, VerifierReport


def failure(raw: bytes) -> Failed:
    with pytest.raises(Failed) as failed:
        verify.verify_file(raw, VerifierReport(io.StringIO()), 1)
    return failed.value


@pytest.mark.parametrize("protocol", [1, 2])
@pytest.mark.parametrize("kind", ["choose", "each", "evaluate"])
def test_an_honest_bundle_holds(kind: str, protocol: int) -> None:
    parts = factories.make_parts(kind, protocol=protocol)
    said = io.StringIO()
    raw = bundle.build(factories.put_together(parts))

    decided = verify.verify_bundle(raw, VerifierReport(said))

    assert bundle.build(bundle.read(raw)) == raw
    assert len(decided.lines) == len(parts.rules.candidates)
    assert "any 2 of 3 scrutineers" in said.getvalue()
    assert ("nothing was sampled" in said.getvalue()) == (protocol == 1)


# ------------------------------------------------------------------------------------------ parts tampered


def tokens_of(parts: Parts) -> dict[str, bytes]:
    return dict(parts.register.tokens)


def without_a_token(parts: Parts) -> Parts:
    tokens = tokens_of(parts)
    tokens.pop(next(iter(tokens)))
    return replace(parts, register=replace(parts.register, tokens=tokens))


def token_of_another_credential(parts: Parts) -> Parts:
    first, second, *_ = tokens = tokens_of(parts)
    tokens[first] = tokens[second]
    return replace(parts, register=replace(parts.register, tokens=tokens))


def token_of_another_ballot(parts: Parts) -> Parts:
    first, *_ = tokens = tokens_of(parts)
    tokens[first] = factories.make_token("1" * 14, first)
    return replace(parts, register=replace(parts.register, tokens=tokens))


def token_that_did_not_cast(parts: Parts) -> Parts:
    extra = ballot.new_credential()[1]
    tokens = {**tokens_of(parts), extra: factories.make_token(parts.rules.uuid, extra)}
    return replace(parts, register=replace(parts.register, tokens=tokens))


def more_cast_than_issued(parts: Parts) -> Parts:
    claim = replace(parts.claim, figures=replace(parts.claim.figures, issued=3))
    return replace(parts, register=replace(parts.register, issued=3), claim=claim)


def register_of_another_ballot(parts: Parts) -> Parts:
    return replace(parts, register=replace(parts.register, uuid="1" * 14))


def other_issuing_key(parts: Parts) -> Parts:
    key = blindrsa.public_key(issuing_key("another"))
    return replace(parts, register=replace(parts.register, issuer=key))


def roll_not_signed(parts: Parts) -> Parts:
    one = list(parts.register.roll_signatures)[:1]
    return replace(parts, register=replace(parts.register, roll_signatures=one))


def roll_signature_wrong(parts: Parts) -> Parts:
    return replace(parts, register=replace(parts.register, roll_digest="ee" * 32))


def roll_signed_by_nobody(parts: Parts) -> Parts:
    (_, first), *_rest = parts.register.roll_signatures
    return replace(parts, register=replace(parts.register, roll_signatures=[(9, first)]))


def signed_twice(parts: Parts) -> Parts:
    return replace(parts, signers=(1, 1))


def signed_by_one(parts: Parts) -> Parts:
    return replace(parts, signers=(2,))


def rules_changed(parts: Parts) -> Parts:
    return replace(parts, rules=replace(parts.rules, title="另一"))


def idle_credential(parts: Parts) -> Parts:
    used = [ballot.credential_in(raw) for raw in parts.record.ballots]
    extra = ballot.new_credential()[1]
    listed = record.credentials_raw([*used, extra])
    return replace(parts, record=replace(parts.record, credentials=listed))


def order_of_arrival(parts: Parts) -> Parts:
    return replace(parts, record=replace(parts.record, ballots=parts.record.ballots[::-1]))


def counts_changed(parts: Parts) -> Parts:
    (column,) = parts.claim.counts
    more = (column[0] + 1 if column[0] < 4 else 0, *column[1:])
    return replace(parts, claim=replace(parts.claim, counts=(more,)))


def figures(**changed: int) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        return replace(parts, claim=replace(parts.claim, figures=replace(parts.claim.figures, **changed)))

    change.__name__ = "figures_" + "_".join(changed)
    return change


def other_digest(parts: Parts) -> Parts:
    return replace(parts, claim=replace(parts.claim, digest="00" * 32))


def outcome_of_another_ballot(parts: Parts) -> Parts:
    return replace(parts, claim=replace(parts.claim, uuid="1" * 14))


def outcome_by_other_rules(parts: Parts) -> Parts:
    return replace(parts, claim=replace(parts.claim, rules="00" * 32))


def with_register(**changed: object) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        return replace(parts, register=replace(parts.register, **changed))  # type: ignore[arg-type]

    return change


def older_roll(parts: Parts) -> Parts:
    """The outcome that was signed names the roll as it stood before."""
    bound = outcome_document.Bound("ee" * 32, 1, "")
    return replace(parts, claim=replace(parts.claim, bound=bound))


def names_inflated(parts: Parts) -> Parts:
    return with_register(names=9)(parts)


def issued_and_names_inflated(parts: Parts) -> Parts:
    claim = replace(parts.claim, figures=replace(parts.claim.figures, issued=5))
    return replace(with_register(names=5, issued=5)(parts), claim=claim)


def empty_roll_digest(parts: Parts) -> Parts:
    message = f"roll|{parts.rules.uuid}||4"
    return with_register(roll_digest="", roll_signatures=factories.signatures(message, (1, 3)))(parts)


def register_of_protocol_1(parts: Parts) -> Parts:
    return with_register(names=None)(parts)


def outcome_of_protocol_1(parts: Parts) -> Parts:
    return replace(parts, claim=replace(parts.claim, bound=None))


def sampled_by(*signers: int) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        samples = {index: parts.register.samples[index] for index in signers}
        return with_register(samples=samples)(parts)

    return change


def sampled_by_one(parts: Parts) -> Parts:
    return sampled_by(3)(parts)


def resampled(parts: Parts, text: str, signer: int = 1) -> Parts:
    ((_, signature),) = factories.signatures(text, (signer,))
    return with_register(samples={**parts.register.samples, 1: (text, signature)})(parts)


def sample_of_another_box(parts: Parts) -> Parts:
    text, _ = parts.register.samples[1]
    return resampled(parts, text.replace(parts.claim.digest, "00" * 32))


def sample_that_failed(parts: Parts) -> Parts:
    text, _ = parts.register.samples[1]
    return resampled(parts, text.replace("4|0|0|passed", "3|1|0|failed"))


def sample_signed_by_another(parts: Parts) -> Parts:
    return resampled(parts, parts.register.samples[1][0], 2)


def roll_statement_as_sample(parts: Parts) -> Parts:
    return resampled(parts, f"roll|{parts.rules.uuid}|{parts.register.roll_digest}|4")


def signer_who_opened_nothing(parts: Parts) -> Parts:
    return sampled_by(2, 3)(parts)


def opener_who_did_not_sample(parts: Parts) -> Parts:
    return sampled_by(1, 3)(parts)


def more_openers_than_needed(parts: Parts) -> Parts:
    all_of_them = factories.make_record(
        parts.election, factories.ceremony(), list(parts.record.ballots), (1, 2)
    )
    extra = [one for one in all_of_them.partials if one[0] == 1]
    return replace(parts, record=replace(parts.record, partials=(*extra, *parts.record.partials)))


TAMPERED: list[tuple[Callable[[Parts], Parts], str, str]] = [
    (without_a_token, "a token for each", "a credential has no token"),
    (token_of_another_credential, "a token for each", "the token does not hold"),
    (token_of_another_ballot, "a token for each", "the token does not hold"),
    (token_that_did_not_cast, "a token for each", "the register holds tokens that did not cast"),
    (more_cast_than_issued, "a token for each", "more credentials cast than tokens were issued"),
    (register_of_another_ballot, "a token for each", "the register belongs to another ballot"),
    (other_issuing_key, "a token for each", "the register names another issuing key"),
    (roll_not_signed, "scrutineers signed the list", "too few scrutineers signed"),
    (roll_signature_wrong, "scrutineers signed the list", "the signature of scrutineer 1 does not hold"),
    (roll_signed_by_nobody, "scrutineers signed the list", "there is no scrutineer 9"),
    (signed_twice, "scrutineers signed the outcome", "a scrutineer signed twice"),
    (signed_by_one, "scrutineers signed the outcome", "too few scrutineers signed"),
    (rules_changed, "rules.json", "the election names another rules.json"),
    (idle_credential, "nothing tells", "the credentials are not those that cast, sorted"),
    (order_of_arrival, "nothing tells", "the ballots are not sorted by hash"),
    (counts_changed, "the rules give", "the outcome's counts are not the record's"),
    (figures(cast=3), "the rules give", "the outcome's number of ballots is not the record's"),
    (figures(issued=5), "the rules give", "the outcome's number of tokens is not the register's"),
    (figures(due=3), "the rules give", "more deputies are present than due"),
    (figures(due=6), "the rules give", "the outcome's number of deputies due is not that of rules.json"),
    (figures(present=3), "the rules give", "more names stand on the roll than deputies are present"),
    (older_roll, "the rules give", "the outcome names another roll"),
    (names_inflated, "scrutineers signed the list", "not as many tokens were issued as names"),
    (issued_and_names_inflated, "scrutineers signed the list", "the signature of scrutineer 1 does not hold"),
    (empty_roll_digest, "scrutineers signed the list", "not a hexadecimal SHA-256"),
    (register_of_protocol_1, "a token for each", "the register is of another protocol"),
    (outcome_of_protocol_1, "the rules give", "the outcome is of another protocol"),
    (sampled_by_one, "scrutineers' devices sampled", "too few scrutineers sampled"),
    (sample_of_another_box, "scrutineers' devices sampled", "scrutineer 1 sampled another box"),
    (sample_that_failed, "scrutineers' devices sampled", "the sample of scrutineer 1 did not pass"),
    (sample_signed_by_another, "scrutineers' devices sampled", "the signature of scrutineer 1 does not hold"),
    (roll_statement_as_sample, "scrutineers' devices sampled", "scrutineer 1 signed no sample"),
    (signer_who_opened_nothing, "whose devices", "a scrutineer signed the outcome whose device had not"),
    (opener_who_did_not_sample, "whose devices", "a scrutineer decrypted who had not"),
    (more_openers_than_needed, "whose devices", "more scrutineers decrypted than are needed"),
    (other_digest, "the rules give", "the outcome names another set of ballots"),
    (outcome_of_another_ballot, "the rules give", "the outcome belongs to another ballot"),
    (outcome_by_other_rules, "the rules give", "the outcome was decided by other rules"),
]


def honest_text() -> str:
    return factories.outcome_text(factories.make_parts("choose"))


@pytest.mark.parametrize(("tamper", "check", "reason"), TAMPERED, ids=[t[0].__name__ for t in TAMPERED])
def test_a_tampered_bundle_is_refused(tamper: Callable[[Parts], Parts], check: str, reason: str) -> None:
    parts = tamper(factories.make_parts("choose"))
    text = None if parts.claim.figures.cast == len(parts.record.ballots) else rewritten(parts)
    failed = failure(bundle.build(factories.put_together(parts, text=text)))
    assert failed.check.startswith(check)
    assert failed.reason.startswith(reason)


def rewritten(parts: Parts) -> str:
    """Write an outcome whose figures could not have been decided."""
    value = load(honest_text())
    assert isinstance(value, dict)
    given = parts.claim.figures
    return dump(
        {**value, "due": given.due, "present": given.present, "issued": given.issued, "cast": given.cast}
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"chosen":false', '"chosen":true'),
        ('"passed":false', '"passed":true'),
        ('"pass_line":3', '"pass_line":1'),
        ('"quorum":4', '"quorum":0'),
        ('"void":""', '"void":"quorum"'),
        ('"vacant":', '"vacant":1'),
        ('"tied":[]', '"tied":[1]'),
        ('"grade":""', '"grade":"satisfied"'),
    ],
)
def test_an_outcome_that_the_rules_do_not_give_is_refused_though_signed(before: str, after: str) -> None:
    text = honest_text()
    assert before in text
    changed = text.replace(before, after, 1)
    failed = failure(bundle.build(factories.put_together(factories.make_parts("choose"), text=changed)))
    assert failed.check == "the rules give this outcome"
    assert failed.reason == "the outcome does not follow from the rules"


def test_an_outcome_that_was_changed_after_signing_is_refused() -> None:
    parts = factories.make_parts("choose")
    made = factories.put_together(parts)
    text, _ = outcome_document.parse(made.outcome)
    keys = factories.signatures(statements.outcome_message(parts.rules.uuid, text + " "), (1, 3))
    failed = failure(bundle.build(replace(made, outcome=outcome_document.write(text, keys))))
    assert failed.check == "scrutineers signed the outcome"


def test_rules_that_the_election_does_not_follow_are_refused() -> None:
    for change, reason in (
        ({"uuid": "1" * 14}, "rules.json belongs to another ballot"),
        ({"trustees": "0" * 64}, "rules.json names other scrutineers' keys"),
        ({"title": "另一"}, "the questions are not those of rules.json"),
    ):
        parts = factories.make_parts("choose")
        other = replace(parts.rules, **change)  # type: ignore[arg-type]
        failed = failure(bundle.build(factories.put_together(factories.renamed(parts, other))))
        assert (failed.check, failed.reason) == ("rules.json", reason)


def test_files_named_after_another_ballot_are_refused() -> None:
    made = replace(factories.put_together(factories.make_parts("choose")), uuid="1" * 14)
    assert failure(bundle.build(made)).reason == "the files are named after another ballot"


# -------------------------------------------------------------------------------------------- the container


def test_a_container_with_anything_beside_its_files_is_refused_by_the_verifier() -> None:
    raw = bundle.build(factories.put_together(factories.make_parts("choose")))
    for tampered in (raw + b"x", b"x" + raw, raw[:-2] + b"\x01\x00x"):
        failed = failure(tampered)
        assert failed.check == "bundle: exactly its five files"


def test_a_bundle_of_before_holds_and_the_report_says_how_it_was_packed() -> None:
    raw = bundle.build(factories.put_together(factories.make_parts("choose")))
    before, said = io.BytesIO(), io.StringIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as now, zipfile.ZipFile(before, "w", zipfile.ZIP_DEFLATED) as then:
        for entry in now.infolist():
            then.writestr(entry, now.read(entry), zipfile.ZIP_DEFLATED)
    verify.verify_file(before.getvalue(), VerifierReport(said), 1)
    assert "note    the files are deflated" in said.getvalue()


def test_a_damaged_bundle_is_refused_by_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = bundle.build(factories.put_together(factories.make_parts("choose")))
    (tmp_path / "b.zip").write_bytes(raw[:200] + bytes(60) + raw[260:])
    assert verify.main([str(tmp_path / "b.zip")]) == 1
    assert "FAILED  bundle" in capsys.readouterr().out


# ----------------------------------------------------------------------------------------- the command line


def test_the_command_accepts_a_bundle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = factories.make_parts("choose")
    (tmp_path / "b.zip").write_bytes(bundle.build(factories.put_together(parts)))
    assert verify.main([str(tmp_path / "b.zip")]) == 0
    said = capsys.readouterr().out
    assert "holds   scrutineers signed the outcome" in said
    assert "undone" not in said


def test_the_command_accepts_an_archive_and_lists_what_it_did_not_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.bel").write_bytes(record.write(factories.make_parts("choose").record, factories.MOMENT))
    assert verify.main([str(tmp_path / "x.bel")]) == 0
    assert capsys.readouterr().out.count("undone") == len(verify.NOT_IN_AN_ARCHIVE)


def test_the_command_names_what_does_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.zip").write_bytes(
        bundle.build(factories.put_together(without_a_token(factories.make_parts("choose"))))
    )
    assert verify.main([str(tmp_path / "b.zip")]) == 1
    assert "a credential has no token" in capsys.readouterr().out.splitlines()[-1]


def test_the_command_wants_one_readable_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main([]) == 2
    assert verify.main([str(tmp_path / "absent")]) == 2
    assert "usage" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    VerifierReport(terminal).progress(3, 9)
    VerifierReport(pipe).progress(3, 9)
    assert "3 of 9" in terminal.getvalue()
    assert pipe.getvalue() == ""


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"present": 2, "due": 5}, "the whole vote is void: quorum"),
        ({"present": 4, "due": 4}, "keys    any 2 of 3"),
    ],
)
def test_the_report_says_what_was_decided(changes: dict[str, int], word: str) -> None:
    parts = factories.make_parts("choose", protocol=1)
    claim = replace(parts.claim, figures=Figures(**{"issued": 4, "cast": 4, **changes}))
    said = io.StringIO()
    verify.verify_bundle(
        bundle.build(factories.put_together(replace(parts, claim=claim))), VerifierReport(said)
    )
    assert word in said.getvalue()


def test_the_report_says_ties_and_rehearsals() -> None:
    parts = factories.tied_rehearsal()
    said = io.StringIO()
    verify.verify_bundle(bundle.build(factories.put_together(parts)), VerifierReport(said))
    assert "this was a rehearsal" in said.getvalue()
    assert "tied    [1, 2, 3] for 2 places" in said.getvalue()


def test_the_verifier_imports_nothing_of_the_program() -> None:
    code = "import sys, voting.belenios.verify; print(any(m.split('.')[0] in ('flask','sqlalchemy') for m in sys.modules))"
    import subprocess

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
