"""The key ceremony: three rounds, what each check refuses, and the sealed shares."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.belenios import factories
from voting.belenios import channel, statements, trustees
from voting.belenios.canonical import b64url, dump
from voting.belenios.errors import DoesNotHold, Malformed, Refused
from voting.belenios.group import G, P, Q, chance, power


def seats(size: int = 3, threshold: int = 2) -> list[trustees.Seat]:
    return [trustees.Seat("c", size, threshold, i) for i in range(1, size + 1)]


Round = tuple[list[trustees.Keys], list[dict[str, Any]]]


def first_round() -> Round:
    done = [trustees.certify(seat) for seat in seats()]
    return [keys for keys, _ in done], [cert for _, cert in done]


def second_round(keys: list[trustees.Keys], certs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [trustees.deal(seat, mine, certs) for seat, mine in zip(seats(), keys, strict=True)]


@pytest.fixture(scope="module")
def rounds() -> tuple[Round, list[dict[str, Any]]]:
    first = first_round()
    return first, second_round(*first)


@pytest.mark.parametrize(("size", "threshold"), [(1, 1), (2, 2), (3, 2), (5, 3), (4, 3)])
def test_a_ceremony_gives_one_key_whose_shares_fit(size: int, threshold: int) -> None:
    done = factories.ceremony(size, threshold)
    assert trustees.joint_key(done.record.raw) == done.record.joint_key
    assert [str(power(G, share)) for share in done.shares] == list(done.record.verification_keys)
    secret = sum(
        share * lagrange(i, range(1, threshold + 1)) for i, share in enumerate(done.shares[:threshold], 1)
    )
    assert str(power(G, secret % Q)) == done.record.joint_key


def lagrange(i: int, among: range) -> int:
    weight = 1
    for j in among:
        if j != i:
            weight = weight * j * pow(j - i, -1, int(Q)) % int(Q)
    return weight


@pytest.mark.parametrize(("size", "threshold"), [(0, 0), (2, 1), (4, 2), (3, 4), (3, 0), (21, 11)])
def test_a_threshold_of_half_or_less_is_refused(size: int, threshold: int) -> None:
    with pytest.raises(Malformed, match="threshold"):
        trustees.certify(trustees.Seat("c", size, threshold, 1))


def test_a_round_that_was_cut_off_is_taken_up_with_the_same_keys() -> None:
    seat = seats()[0]
    keys, cert = trustees.certify(seat)
    again, second = trustees.certify(seat, keys)
    assert again is keys
    assert second["message"] == cert["message"]


def test_the_fingerprint_differs_for_another_record() -> None:
    assert trustees.fingerprint(factories.ceremony(3, 2).record.raw) != trustees.fingerprint(
        factories.ceremony(1, 1).record.raw
    )


# ------------------------------------------------------------------------------------------------ refusals


def test_a_replaced_certificate_is_noticed_by_its_owner(rounds: tuple[Round, list[dict[str, Any]]]) -> None:
    (keys, certs), deals = rounds
    forged = [trustees.certify(seats()[0])[1], *certs[1:]]
    with pytest.raises(DoesNotHold, match="our own certificate was replaced"):
        trustees.deal(seats()[0], keys[0], forged)
    with pytest.raises(DoesNotHold, match="our own certificate was replaced"):
        trustees.finish(seats()[0], keys[0], forged, deals, factories.shares_for(deals, 1))


def test_a_certificate_of_another_ceremony_size_or_place_is_refused() -> None:
    _, certs = first_round()
    with pytest.raises(DoesNotHold, match="made for something else"):
        trustees.check_certs([certs[1], certs[0], certs[2]], 2)
    with pytest.raises(DoesNotHold, match="made for something else"):
        trustees.check_certs(certs, 3)
    with pytest.raises(DoesNotHold, match="made for something else"):
        trustees.check_certs(certs[:2], 2)
    with pytest.raises(Malformed, match="certificate is missing"):
        trustees.deal(seats()[0], first_round()[0][0], certs[:2])


def test_a_copied_key_is_refused() -> None:
    keys, certs = first_round()
    twin = trustees.certify(seats()[1], keys[0])[1]
    with pytest.raises(DoesNotHold, match="keys are equal"):
        trustees.check_certs([certs[0], twin, certs[2]], 2)
    both = trustees.certify(seats()[0], trustees.Keys(keys[0].signing, keys[0].signing))[1]
    with pytest.raises(DoesNotHold, match="keys are equal"):
        trustees.check_certs([both, *certs[1:]], 2)


@pytest.mark.parametrize("keys", [trustees.Keys(Q, chance()), trustees.Keys(chance(), Q)])
def test_a_key_of_one_is_refused(keys: trustees.Keys) -> None:
    cert = trustees.certify(seats()[0], keys)[1]
    with pytest.raises(DoesNotHold, match="a key of scrutineer 1 is 1"):
        trustees.check_cert(cert, 3, 2, 1)


def test_a_key_outside_the_group_or_a_wrong_signature_is_refused() -> None:
    _, certs = first_round()
    message = json.loads(certs[0]["message"])
    for field in ("verification", "encryption"):
        changed = {**message, field: str(int(message[field]) * (P - 1) % P)}
        with pytest.raises(DoesNotHold, match="does not belong to the group"):
            trustees.check_cert({**certs[0], "message": dump(changed)}, 3, 2, 1)
    with pytest.raises(DoesNotHold, match="the certificate 1 does not hold"):
        trustees.check_cert({**certs[0], "signature": certs[1]["signature"]}, 3, 2, 1)


def test_a_deal_is_refused_for_what_is_wrong(rounds: tuple[Round, list[dict[str, Any]]]) -> None:
    (_, certs), deals = rounds
    good, other = deals[0], deals[1]
    cases: list[tuple[object, str]] = [
        (None, "the deal of scrutineer 1 is missing"),
        ({"coefexps": good["coefexps"]}, "the deal of scrutineer 1 is missing"),
        ({**good, "coefexps": other["coefexps"]}, "the coefficients of scrutineer 1 are not signed"),
        ({**good, "signature": other["signature"]}, "scrutineer 1 did not sign these certificates"),
    ]
    for deal, reason in cases:
        with pytest.raises(DoesNotHold) as refused:
            trustees.check_deal(certs, deal, 1, 2)
        assert refused.value.reason == reason


def test_a_share_that_does_not_fit_names_its_dealer(rounds: tuple[Round, list[dict[str, Any]]]) -> None:
    (keys, certs), deals = rounds
    shares = factories.shares_for(deals, 1)
    encryption = json.loads(certs[0]["message"])["encryption"]
    shares[1] = channel.seal_share(chance(), keys[1].decryption, encryption, ("c", 2, 1))
    with pytest.raises(DoesNotHold, match="the share of scrutineer 2 does not hold"):
        trustees.finish(seats()[0], keys[0], certs, deals, shares)
    with pytest.raises(Malformed, match="a deal is missing"):
        trustees.finish(seats()[0], keys[0], certs, deals, shares[:2])


def test_a_share_opens_only_for_its_addressee_and_place(rounds: tuple[Round, list[dict[str, Any]]]) -> None:
    (keys, certs), deals = rounds
    sealed = factories.shares_for(deals, 1)[1]
    public = [json.loads(cert["message"])["encryption"] for cert in certs]
    assert channel.open_share(sealed, keys[0].decryption, public[1], ("c", 2, 1)) < Q
    for secret, theirs, place in (
        (keys[2].decryption, public[1], ("c", 2, 1)),
        (keys[0].decryption, public[2], ("c", 2, 1)),
        (keys[0].decryption, public[1], ("c", 2, 3)),
        (keys[0].decryption, public[1], ("d", 2, 1)),
    ):
        with pytest.raises(DoesNotHold, match="does not open"):
            channel.open_share(sealed, secret, theirs, place)
    for broken in (b64url(b"short"), sealed[:-4] + "AAAA"):
        with pytest.raises(DoesNotHold, match="does not open"):
            channel.open_share(broken, keys[0].decryption, public[1], ("c", 2, 1))


# -------------------------------------------------------------------------------------------------- record


def changed(change: Callable[[dict[str, Any]], None]) -> str:
    value = json.loads(factories.ceremony(3, 2).record.raw)
    change(value[0][1])
    return dump(value)


def swap_names(record: dict[str, Any]) -> None:
    keys = record["verification_keys"]
    keys[0], keys[1] = keys[1], keys[0]


def wrong_pok(record: dict[str, Any]) -> None:
    keys = record["verification_keys"]
    keys[0]["pok"] = keys[1]["pok"]


def wrong_signature(record: dict[str, Any]) -> None:
    keys = record["verification_keys"]
    keys[0]["signature"] = keys[1]["signature"]


def outside(record: dict[str, Any]) -> None:
    record["verification_keys"][0]["public_key"] = "2"


def lower_threshold(record: dict[str, Any]) -> None:
    record["threshold"] = 1


def one_fewer(record: dict[str, Any]) -> None:
    record["verification_keys"].pop()


def no_signatures(record: dict[str, Any]) -> None:
    del record["signatures"]


def name_a_number(record: dict[str, Any]) -> None:
    record["verification_keys"][0]["name"] = 7


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (swap_names, "the verification key 1 does not follow from the deals"),
        (wrong_pok, "the proof of verification key 1 does not hold"),
        (wrong_signature, "the signature of verification key 1 does not hold"),
        (outside, "an element does not belong to the group"),
        (lower_threshold, "the threshold is not more than half"),
        (one_fewer, "expected a list of 3"),
        (no_signatures, "expected the fields threshold, certs, coefexps, signatures, verification_keys"),
        (name_a_number, "expected a string"),
    ],
)
def test_a_changed_record_is_refused(change: Callable[[dict[str, Any]], None], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        trustees.parse(changed(change))
    assert refused.value.reason == reason


def test_only_one_pedersen_group_is_accepted() -> None:
    value = json.loads(factories.ceremony(3, 2).record.raw)
    for other in ([["Single", value[0][1]]], value + value, []):
        with pytest.raises(Malformed):
            trustees.parse(dump(other))


def test_statements_of_scrutineers_hold_for_their_author_and_text_only() -> None:
    done = factories.ceremony(3, 2)
    message = statements.roll_message("u", statements.RollClaim("ab", 3))
    signature = statements.sign_message(done.keys[0].signing, message)
    statements.check_message(done.record, 1, message, signature)
    for index, text in ((2, message), (1, statements.outcome_message("u", "ab")), (0, message), (4, message)):
        with pytest.raises(DoesNotHold):
            statements.check_message(done.record, index, text, signature)


def test_no_secret_is_ever_shown() -> None:
    keys = trustees.Keys(chance(), chance())
    assert str(keys.signing) not in repr(keys) + str(keys)
