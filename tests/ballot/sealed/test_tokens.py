from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.ballot.factories import issuing_keys
from voting.ballot.sealed import keys, tokens
from voting.ballot.sealed.tokens import Ahead, KeyGone, OpenKeys, unwrap, wrap
from voting.belenios import blindrsa
from voting.belenios.errors import Malformed

FILE_KEY = bytes(range(32))


@pytest.mark.pure
def test_a_wrapped_key_opens_with_its_file_key_and_ballot_alone() -> None:
    key = issuing_keys()[0]
    wrapped = wrap(key, FILE_KEY, "one")
    assert unwrap(wrapped, FILE_KEY, "one").private_numbers() == key.private_numbers()
    for other, uuid in ((bytes(32), "one"), (FILE_KEY, "two")):
        with pytest.raises(KeyGone):
            unwrap(wrapped, other, uuid)


@pytest.mark.pure
def test_a_blind_signature_becomes_a_token() -> None:
    key = issuing_keys()[0]
    wrapped, public = wrap(key, FILE_KEY, "one"), blindrsa.public_key(key)
    message = blindrsa.token_message("one", "12345")
    blinded, inverse = blindrsa.blind(public, message)
    opened = OpenKeys()
    signature = opened.sign("one", wrapped, FILE_KEY, blinded)
    assert signature == opened.sign("one", wrapped, FILE_KEY, blinded)
    blindrsa.verify(public, message, blindrsa.finalize(public, message, signature, inverse))
    with pytest.raises(Malformed):
        opened.sign("one", wrapped, FILE_KEY, b"short")


@pytest.mark.pure
def test_a_forgotten_key_signs_nothing_without_its_file_key() -> None:
    opened = OpenKeys()
    wrapped = wrap(issuing_keys()[0], FILE_KEY, "one")
    opened.sign("one", wrapped, FILE_KEY, bytes(384))
    opened.forget("one")
    with pytest.raises(KeyGone):
        opened.sign("one", wrapped, bytes(32), bytes(384))


@pytest.mark.pure
def test_a_key_made_ahead_is_given_to_one_ballot_only(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    monkeypatch.setattr(tokens, "new_issuing_key", make)
    ahead = Ahead()
    ahead.start()
    ahead.start()
    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(lambda _: ahead.take(), range(4)))
    assert len({id(key) for key in taken}) == 4


def test_the_file_key_is_for_us_alone_and_dies(app: Flask) -> None:
    made = keys.make_file_key("SomeBallot1111")
    path = keys.folder() / "SomeBallot1111.key"
    assert keys.file_key("SomeBallot1111") == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.folder().stat().st_mode & 0o077 == 0
    again = keys.make_file_key("SomeBallot1111")
    assert again != made
    keys.delete_file_key("SomeBallot1111")
    keys.delete_file_key("SomeBallot1111")
    assert not path.exists()
    with pytest.raises(KeyGone):
        keys.file_key("SomeBallot1111")


def test_a_meeting_keeps_one_receipt_key_and_its_rehearsal_another(app: Flask) -> None:
    real, again = keys.receipt_key(7, rehearsal=False), keys.receipt_key(7, rehearsal=False)
    practice = keys.receipt_key(7, rehearsal=True)
    assert real.private_bytes_raw() == again.private_bytes_raw() != practice.private_bytes_raw()
