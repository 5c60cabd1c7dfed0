"""The opening on a scrutineer's laptop, against a server that plays its part honestly or not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.belenios import factories
from tests.belenios.opening_factories import answers_of, desk, key_file, on_print, sent, serving, tokens_raw
from voting.belenios import (
    ballot,
    ballot_rules,
    keyfile,
    opening,
    opening_box,
    outcome_document,
    receipt,
    roll,
    statements,
    tally,
)
from voting.belenios import scrutineer_opening as scrutineer
from voting.belenios.canonical import dump, hex_sha256, load
from voting.belenios.desk import KeyStore
from voting.belenios.errors import DoesNotHold, Malformed, Refused
from voting.belenios.outcome import Figures, PaperCount
from voting.belenios.remote import Unavailable
from voting.belenios.sample import SampleCount

ALL_THERE = answers_of("1111")


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "ROUNDS", 10)


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    made = KeyStore(tmp_path / "one.key", "pass")
    made.save(key_file())
    return made


def uuid() -> str:
    return factories.make_parts("choose").rules.uuid


def opened(store: KeyStore) -> None:
    scrutineer.open_ballot(serving(), uuid(), store, desk(*on_print(), *ALL_THERE))


# ------------------------------------------------------------------------------------- commit, sample, open


def test_a_box_gets_the_share_after_roll_and_sample(store: KeyStore) -> None:
    parts, relay, said = factories.make_parts("choose"), serving(), list[str]()
    scrutineer.open_ballot(relay, uuid(), store, desk(*on_print(), *ALL_THERE, said=said))

    first, second = sent(relay, "statement")
    digest = parts.register.roll_digest
    assert first["text"] == f"roll|{uuid()}|{digest}|4"
    assert second["text"] == f"sample|{uuid()}|{parts.claim.digest}|{digest}|4|4|0|0|passed"
    for body in (first, second):
        statements.check_message(factories.ceremony().record, 1, body["text"], body["signature"])
    (share,) = sent(relay, "share")
    assert share["digest"] == parts.claim.digest
    sums = tally.add_up(parts.election, parts.record.ballots)
    tally.check_partial(
        parts.election, sums, factories.ceremony().record.verification_keys[0], share["partial"]
    )
    assert store.load().digests == {uuid(): parts.claim.digest}
    shown = "\n".join(said)
    for raw in parts.record.ballots:
        ten = receipt.short(ballot.tracker(raw))
        assert f"{ten[:5]} {ten[5:]}" in shown
    assert all("代表" not in body["text"] for body in (first, second)), "a name left the device"


def test_an_opening_that_was_interrupted_goes_on_without_a_second_sample(store: KeyStore) -> None:
    relay = serving()
    opened(store)
    scrutineer.open_ballot(relay, uuid(), store, desk(*on_print()))
    assert [body["text"].split("|")[0] for body in sent(relay, "statement")] == ["roll", "sample"]
    assert len(sent(relay, "share")) == 1


def false_box(real: int, own: int) -> list[str]:
    """Real ballots and others that the server made itself: it holds the issuing key, so every proof and token holds."""
    parts = factories.make_parts("choose")
    mine = factories.seal_many(parts.election, own, seed=9)[0]
    return sorted([*parts.record.ballots[:real], *mine])


def test_an_invented_box_of_one_real_ballot_is_found_by_the_sample(store: KeyStore) -> None:
    """The attack of the issue: the server shows and prints a box of one real ballot and three of its own."""
    box = false_box(1, 3)
    relay = serving(box)
    printed = on_print(digest=tally.digest(box)[:24])
    with pytest.raises(DoesNotHold, match="抽验回执没有通过"):
        scrutineer.open_ballot(relay, uuid(), store, desk(*printed, *answers_of("2221")))
    assert sent(relay, "share") == []
    assert sent(relay, "statement")[-1]["text"].endswith("|failed")
    with pytest.raises(DoesNotHold, match="抽验回执没有通过"):  # nor is it asked once more
        scrutineer.open_ballot(relay, uuid(), store, desk(*printed))


def test_a_box_that_was_sampled_is_the_one_that_is_opened(store: KeyStore) -> None:
    relay = serving()
    box = opening_box.check_box(
        store.load(),
        scrutineer.fetch(relay, uuid()),
        opening_box.Printed(factories.make_parts("choose").claim.digest, 4, 4, 5),
        1,
        lambda *_: None,
    )
    with pytest.raises(DoesNotHold, match="has not sampled"):
        opening.remember_box(store.load(), box)
    sampled, _ = opening.say_sample(store.load(), box, SampleCount(4, 4, there=4))
    other = replace(box, digest="0" * 64)
    for deed in (lambda: opening.remember_box(sampled, other), lambda: opening.lend(sampled, other)):
        with pytest.raises(DoesNotHold, match="has not sampled"):
            deed()
    with pytest.raises(DoesNotHold, match="another set of ballots"):
        opening.lend(sampled, box)
    for early in (SampleCount(4, 4, there=3), SampleCount(9, 9, there=6)):
        with pytest.raises(DoesNotHold, match="not come to its end"):
            opening.say_sample(store.load(), box, early)


def test_a_signed_receipt_whose_ballot_is_gone_stops_for_good(store: KeyStore) -> None:
    parts = factories.make_parts("choose")
    gone = ballot.tracker(factories.seal_many(parts.election, 1, seed=5)[0][0])
    signature = receipt.sign(factories.receipt_key(), uuid(), gone)
    shown = f"https://h.test/#{uuid()}.{gone.replace('+', '-').replace('/', '_')}.{signature}"
    relay = serving()
    with pytest.raises(DoesNotHold, match="抽验回执没有通过"):
        scrutineer.open_ballot(relay, uuid(), store, desk(*on_print(), "1", "y", "2", shown))
    assert sent(relay, "statement")[-1]["text"].endswith("|1|0|0|stopped")
    assert sent(relay, "share") == []


def test_a_receipt_that_proves_nothing_is_said_to_and_asked_again(store: KeyStore) -> None:
    parts, said = factories.make_parts("choose"), list[str]()
    there = ballot.tracker(parts.record.ballots[0])
    web = there.replace("+", "-").replace("/", "_")
    mine = f"{uuid()}.{web}.{receipt.sign(factories.receipt_key(), uuid(), there)}"
    for shown in (mine, "x", f"{uuid()}.{web}.{'A' * 86}", f"{'1' * 14}.{web}.x"):
        answers = ("2", shown, "n", "1", "y", *answers_of("111"))
        fresh = KeyStore(Path(str(store._path) + shown[:3]), "pass")  # noqa: SLF001
        fresh.save(key_file())
        scrutineer.open_ballot(serving(), uuid(), fresh, desk(*on_print(), *answers, said=said))
    assert "这张回执的票就在票箱里，请再看一遍名单。" in said
    assert sum("这不是本次票决的有效回执" in line for line in said) == 3


@pytest.mark.parametrize("answers", ["5", "15", "22", "4411"])
def test_who_denies_having_drawn_or_too_many_misses_open_nothing(answers: str, store: KeyStore) -> None:
    relay = serving()
    with pytest.raises(DoesNotHold, match="没有通过"):
        scrutineer.open_ballot(relay, uuid(), store, desk(*on_print(), *answers_of(answers + "1" * 4)))
    assert sent(relay, "share") == []


@pytest.mark.parametrize("shown", [1, 3])
def test_a_server_that_shows_one_ballot_or_all_but_one_gets_nothing(shown: int, store: KeyStore) -> None:
    parts = factories.make_parts("choose")
    relay = serving(list(parts.record.ballots[:shown]))
    with pytest.raises(DoesNotHold, match="not the printed one"):
        scrutineer.open_ballot(relay, uuid(), store, desk(*on_print()))
    assert relay.sent == []


def test_a_server_that_shows_fewer_ballots_later_gets_no_second_share(store: KeyStore) -> None:
    opened(store)
    fewer = list(factories.make_parts("choose").record.ballots[1:])
    relay = serving(fewer)
    printed = on_print(digest=tally.digest(fewer)[:24], ballots=3)
    with pytest.raises(DoesNotHold, match="another set of ballots was opened before"):
        scrutineer.open_ballot(relay, uuid(), store, desk(*printed, *ALL_THERE))
    assert relay.sent == []


def test_a_box_with_a_bad_ballot_gets_nothing(store: KeyStore) -> None:
    ballots = factories.make_parts("choose").record.ballots
    for bad in (
        [*ballots[:3], ballots[3].replace('"response":"', '"response":"1', 1)],
        [*ballots[:3], re.sub(r'"response":"\d+"', '"response":"5"', ballots[3], count=1)],  # in its form
        [*ballots[:3], ballots[0]],
    ):
        relay = serving(bad)
        printed = on_print(digest=tally.digest(bad)[:24])
        with pytest.raises(Refused):
            scrutineer.open_ballot(relay, uuid(), store, desk(*printed))
        assert relay.sent == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"digest": "ab"}, "at least 24"),
        ({"digest": "0" * 24}, "digest of the box"),
        ({"ballots": 5}, "number of ballots"),
        ({"names": 5}, "number of names"),
        ({"present": 3}, "more names stand on the roll than deputies are present"),
        ({"present": 6}, "more deputies are present than due"),
    ],
)
def test_an_opening_stops_where_print_says_another_thing(
    changed: dict[str, object], reason: str, store: KeyStore
) -> None:
    relay = serving()
    with pytest.raises(Refused, match=reason):
        scrutineer.open_ballot(relay, uuid(), store, desk(*on_print(**changed)))  # type: ignore[arg-type]
    assert relay.sent == []


def test_names_are_counted_by_the_device(store: KeyStore) -> None:
    """N inflated: the server prints and says 5, and its roll has 4; or there are more ballots than names."""
    rules = factories.make_parts("choose").rules
    with pytest.raises(DoesNotHold, match="number of names"):
        scrutineer.open_ballot(serving(), uuid(), store, desk(*on_print(names=5)))
    with pytest.raises(DoesNotHold, match="more ballots lie in the box"):
        relay = serving(roll=factories.roll_raw(rules, 3))
        scrutineer.open_ballot(relay, uuid(), store, desk(*on_print(names=3)))
    twice = factories.roll_raw(rules, 4).replace('"004"', '"003"')
    with pytest.raises(Malformed, match="stands on the roll twice"):
        scrutineer.open_ballot(serving(roll=twice), uuid(), store, desk(*on_print()))
    with pytest.raises(DoesNotHold, match="another ballot"):
        relay = serving(roll=factories.roll_raw(replace(rules, uuid="1" * 14), 4))
        scrutineer.open_ballot(relay, uuid(), store, desk(*on_print()))


def test_another_roll_than_was_signed_is_refused(store: KeyStore) -> None:
    """An older or a newer roll digest: the device signs one, ever."""
    opened(store)
    names = [roll.RollName(f"{i:03d}", f"另一{i}", "") for i in range(1, 5)]
    relay = serving(roll=roll.write(uuid(), names, []))
    with pytest.raises(DoesNotHold, match="another roll or box was signed before"):
        scrutineer.open_ballot(relay, uuid(), store, desk(*on_print(), *ALL_THERE))
    with pytest.raises(DoesNotHold, match="another roll was signed before"):
        scrutineer.sign_outcome(relay, uuid(), store, desk("5", ""))
    assert relay.sent == []


def test_tokens_that_are_missing_doubled_or_false_open_nothing(store: KeyStore) -> None:
    ballots = factories.make_parts("choose").record.ballots
    honest = load(tokens_raw(uuid(), ballots))
    assert isinstance(honest, dict)
    tokens = honest["tokens"]
    swapped = [{**tokens[0], "token": tokens[1]["token"]}, *tokens[1:]]
    for wrong in (tokens[1:], [tokens[0], *tokens], swapped):
        relay = serving(tokens=dump({"tokens": wrong}))
        with pytest.raises(DoesNotHold):
            scrutineer.open_ballot(relay, uuid(), store, desk(*on_print()))
        assert relay.sent == []


def test_a_box_of_an_earlier_protocol_is_not_opened(store: KeyStore) -> None:
    parts = factories.make_parts("choose", protocol=1)
    with pytest.raises(DoesNotHold, match="made by an earlier version"):
        scrutineer.open_ballot(serving(parts=parts), parts.rules.uuid, store, desk(*on_print(parts)))


def test_documents_that_do_not_belong_together_are_refused(store: KeyStore) -> None:
    parts, other = factories.make_parts("choose"), factories.make_parts("each")
    key = factories.make_rules(due=None)
    for pages in (
        {"election": other.election.raw},
        {"rules": ballot_rules.write(replace(parts.rules, meeting="另一次"))},
        {"trustees": factories.ceremony(1, 1).record.raw},
        {"issuer": dump({**dict(load(serving().pages[f"/ballots/{uuid()}/issuer.json"])), "e": "Aw"})},  # type: ignore[call-overload]
        {"rules": ballot_rules.write(key)},
    ):
        relay = serving(**pages)  # type: ignore[arg-type]
        with pytest.raises(Refused):
            scrutineer.open_ballot(relay, uuid(), store, desk(*on_print()))
        assert relay.sent == []


# --------------------------------------------------------------------------------------- devices that count


def test_the_outcome_is_computed_here_and_signed(store: KeyStore) -> None:
    opened(store)
    relay = serving()
    scrutineer.sign_outcome(relay, uuid(), store, desk("5", ""))
    (body,) = sent(relay, "statement")
    text = factories.outcome_text(factories.make_parts("choose"))
    assert body["text"] == f"outcome|{uuid()}|{text}"
    statements.check_message(factories.ceremony().record, 1, body["text"], body["signature"])
    assert store.load().said_of(uuid()).outcomes == {1: hex_sha256(text)}


def test_a_device_that_opened_nothing_signs_nothing(store: KeyStore) -> None:
    relay = serving()
    with pytest.raises(DoesNotHold, match="opened nothing"):
        scrutineer.sign_outcome(relay, uuid(), store, desk("5", ""))
    assert relay.sent == []


def invented_counts() -> str:
    """An outcome that follows from the rules, over counts of the server's own."""
    parts = factories.make_parts("choose")
    (column,) = parts.claim.counts
    other = tuple(0 if count else 1 for count in column)
    return factories.outcome_text(replace(parts, claim=replace(parts.claim, counts=(other,))))


def changed_claim(**changes: object) -> str:
    parts = factories.make_parts("choose")
    return factories.outcome_text(replace(parts, claim=replace(parts.claim, **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("served", "field"),
    [
        (invented_counts, "counts"),
        (lambda: changed_claim(digest="0" * 64), "digest"),
        (lambda: changed_claim(bound=outcome_document.Bound("ee" * 32, 1, "")), "roll"),
        (lambda: changed_claim(figures=Figures(5, 4, 4, 4)), "present"),
        (lambda: changed_claim(figures=Figures(6, 5, 4, 4)), "due"),
        (lambda: changed_claim(figures=Figures(5, 5, 5, 4)), "issued"),
        (lambda: changed_claim(paper=PaperCount(1, 1, 1, ((1, 0, 0),), 1)), "paper"),
    ],
)
def test_another_outcome_than_this_device_computed_is_not_signed(
    served: object, field: str, store: KeyStore
) -> None:
    opened(store)
    assert callable(served)
    relay = serving(outcome=served())
    with pytest.raises(DoesNotHold, match=f"{field}: .* here, .* there"):
        scrutineer.sign_outcome(relay, uuid(), store, desk("5", ""))
    assert relay.sent == []


def test_partials_whose_proof_does_not_hold_or_that_are_too_few_are_refused(store: KeyStore) -> None:
    opened(store)
    parts = factories.make_parts("choose")
    (i, first), (j, second) = parts.record.partials
    for listed in (
        [(i, first)],
        [(i, first), (i, first)],
        [(j, first), (i, second)],
        [(i, first), (j, second), (1, first)],
    ):
        relay = serving(partials=dump({"partials": [{"index": k, "partial": raw} for k, raw in listed]}))
        with pytest.raises(Refused):
            scrutineer.sign_outcome(relay, uuid(), store, desk("5", ""))
        assert relay.sent == []


def recounted(serial: int, previous: str) -> str:
    parts = factories.make_parts("choose")
    bound = outcome_document.Bound(parts.register.roll_digest, serial, previous)
    return changed_claim(bound=bound)


def test_one_signature_per_serial_and_a_recount_follows_the_text_before(store: KeyStore) -> None:
    opened(store)
    text = factories.outcome_text(factories.make_parts("choose"))
    scrutineer.sign_outcome(serving(), uuid(), store, desk("5", ""))
    with pytest.raises(DoesNotHold, match="does not follow the one"):
        relay = serving(outcome=recounted(2, "0" * 64))
        scrutineer.sign_outcome(relay, uuid(), store, desk("5", ""))
    scrutineer.sign_outcome(serving(outcome=recounted(2, hex_sha256(text))), uuid(), store, desk("5", ""))
    with pytest.raises(DoesNotHold, match="under this serial"):
        four = changed_claim(figures=Figures(5, 4, 4, 4))
        scrutineer.sign_outcome(serving(outcome=four), uuid(), store, desk("4", ""))
    with pytest.raises(Malformed, match="follows none"):
        scrutineer.sign_outcome(serving(outcome=recounted(2, "")), uuid(), store, desk("5", ""))


def test_what_comes_later_is_waited_for_and_other_refusals_are_told(store: KeyStore) -> None:
    opened(store)
    relay, asked = serving(), list[str]()
    honest = relay.get

    def get(path: str) -> str:
        asked.append(path)
        if asked.count(path) < 3 and path.endswith(("/partials.json", "/outcome.json")):
            raise Unavailable(409, "还没有")
        return honest(path)

    relay.get = get  # type: ignore[method-assign]
    said: list[str] = []
    scrutineer.sign_outcome(relay, uuid(), store, desk("5", "", said=said))
    assert len(sent(relay, "statement")) == 1
    assert sum("请稍候" in line for line in said) == 2
    relay.pages.pop(f"/ballots/{uuid()}/partials.json")
    with pytest.raises(Unavailable):
        scrutineer.sign_outcome(relay, uuid(), store, desk("5", ""))


def test_nothing_is_signed_that_is_not_written_down_first() -> None:
    with pytest.raises(DoesNotHold, match="written down"):
        opening.sign(key_file(), f"roll|{uuid()}|{'0' * 64}|4")


def test_an_outcome_is_written_down_by_a_device_that_opened_and_by_no_other() -> None:
    parts, printed = factories.make_parts("choose"), on_print()
    told = opening_box.Printed(printed[0], *map(int, printed[1:]))
    box = opening_box.check_box(key_file(), scrutineer.fetch(serving(), uuid()), told, 1, lambda *_: None)
    text = factories.outcome_text(parts)
    with pytest.raises(DoesNotHold, match="opened nothing"):
        opening.say_outcome(key_file(), box, text)
    kept, _ = opening.say_outcome(key_file(digests={uuid(): box.digest}), box, text)
    assert kept.said_of(uuid()).outcomes == {1: hex_sha256(text)}
