"""JSON is read strictly and written in one way."""

from __future__ import annotations

import json

import pytest

from tests.properties import given, st
from voting.belenios import canonical, shape
from voting.belenios.errors import Malformed
from voting.belenios.fingerprint import fingerprint, grouped

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**13), 10**13) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=5,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    assert canonical.load_canonical(canonical.dump(value)) == value


@given(st.text())
def test_a_text_from_outside_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        canonical.load(text)
    except Malformed:
        return
    assert json.loads(text) is not ...


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a":1,"a":1}', "a key occurs twice"),
        ('[{"a":1,"b":{"c":1,"c":2}}]', "a key occurs twice"),
        ("1.0", "a number is not an integer"),
        ("1e3", "a number is not an integer"),
        ("NaN", "a number is not an integer"),
        ("-Infinity", "a number is not an integer"),
        ("9" * 16, "a number is too large"),
        ("[" * 13 + "]" * 13, "the JSON is nested too deeply"),
        ("[" * 100_000, "the JSON is nested too deeply"),
        ('{"a":' * 100_000, "the JSON is nested too deeply"),
        ('"\\ud800"', "not valid JSON"),
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("\ufeff{}", "not valid JSON"),
        ("{}{}", "not valid JSON"),
    ],
)
def test_what_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        canonical.load(text)
    assert refused.value.reason == reason


def test_brackets_inside_texts_do_not_count_as_nesting() -> None:
    text = json.dumps(["[" * 50, '"]]]{{{' * 20])
    assert canonical.load(text) == json.loads(text)


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(Malformed, match="too long"):
        canonical.load("[1,2,3]", 6)


@pytest.mark.parametrize("text", ['{"a": 1}', "[1, 2]", '"\\u0061"', '"\\/"', " 1", "-0"])
def test_what_is_valid_but_not_canonical_is_refused(text: str) -> None:
    canonical.load(text)
    with pytest.raises(Malformed, match="not canonical"):
        canonical.load_canonical(text)


@given(st.binary())
def test_base64url_is_read_back(raw: bytes) -> None:
    assert canonical.unb64url(canonical.b64url(raw)) == raw


@pytest.mark.parametrize("text", ["A", "AA=", "AA==", "AB", "A+", "A/", "A A", "\u4e00", "AAAAA"])
def test_any_other_base64_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="base64url"):
        canonical.unb64url(text)


def test_a_fingerprint_has_24_digits_that_can_be_read_aloud() -> None:
    shown = fingerprint("民生")
    assert (len(shown), shown.isascii(), shown.isdecimal()) == (24, True, True)
    assert fingerprint("a") != fingerprint("b")
    assert grouped("012345678901234567890123") == "0123 4567 8901 2345 6789 0123"


def test_a_fingerprint_may_begin_with_noughts() -> None:
    small = next(text for text in map(str, range(100)) if fingerprint(text).startswith("0"))
    assert len(fingerprint(small)) == 24


def test_shapes_never_coerce() -> None:
    for refused in (
        lambda: shape.fields([], "a"),
        lambda: shape.fields({"b": 1, "a": 1}, "a", "b"),
        lambda: shape.items({}),
        lambda: shape.items([1], 2),
        lambda: shape.text(1),
        lambda: shape.texts(["a", None]),
        lambda: shape.number(True),
        lambda: shape.number("1"),
        lambda: shape.number(-1),
        lambda: shape.number(3, 0, 2),
        lambda: shape.flag(1),
    ):
        with pytest.raises(Malformed):
            refused()
    assert not shape.has([], "a")
    assert shape.flag(True)
    assert shape.texts(["a"]) == ["a"]
