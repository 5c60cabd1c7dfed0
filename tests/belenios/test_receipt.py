"""Receipts hold for one ballot of one box."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voting.belenios import receipt
from voting.belenios.errors import DoesNotHold, Malformed


def test_a_receipt_holds_for_its_box_and_tracker_only() -> None:
    key = Ed25519PrivateKey.generate()
    signature = receipt.sign(key, "u", "t")
    receipt.verify(receipt.public_key(key), "u", "t", signature)
    for uuid, tracker in (("v", "t"), ("u", "s")):
        with pytest.raises(DoesNotHold, match="the receipt does not hold"):
            receipt.verify(receipt.public_key(key), uuid, tracker, signature)
    with pytest.raises(DoesNotHold):
        receipt.verify(receipt.public_key(Ed25519PrivateKey.generate()), "u", "t", signature)


def test_a_key_of_the_wrong_size_is_malformed() -> None:
    with pytest.raises(Malformed, match="wrong size"):
        receipt.verify("AAAA", "u", "t", "AAAA")
