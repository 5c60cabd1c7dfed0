"""One form of what is written: examples shared with the devices, and laws that hold for every text."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from tests.properties import given, st
from voting.core import normalise
from voting.core.lookalikes import MEANT

pytestmark = pytest.mark.pure
EXAMPLES = json.loads((Path(__file__).parent / "written_examples.json").read_text(encoding="utf-8"))
FORMS = {"code": normalise.code, "name": normalise.name, "label": normalise.label, "phone": normalise.phone}
KIND = st.sampled_from(sorted(FORMS))
CHANGEABLE = (
    *range(0x3400),
    *range(0xA000, 0xAC00),
    *range(0xE000, 0x10000),
    *range(0x1D000, 0x20000),
    *range(0x2F800, 0x2FA20),
    *range(0xE0000, 0xE0200),
)
"""Where signs stand that a normal form may change; ideographs and Hangul syllables stay what they are."""


@pytest.mark.parametrize(
    ("kind", "given", "wanted"),
    [(kind, given, wanted) for kind in FORMS for given, wanted in EXAMPLES[kind].items()],
)
def test_an_example_comes_out_as_it_is_meant(kind: str, given: str, wanted: str) -> None:
    assert FORMS[kind](given) == wanted


@given(st.text(), KIND)
def test_what_is_in_its_form_stays(text: str, kind: str) -> None:
    once = FORMS[kind](text)
    assert FORMS[kind](once) == once


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_every_single_sign_between_chinese_characters_comes_to_rest(kind: str) -> None:
    form = FORMS[kind]
    once = [form(f"方{sign}文") for sign in map(chr, CHANGEABLE)]
    assert [text for text in once if form(text) != text] == []


@given(st.text())
def test_a_name_keeps_nothing_that_nobody_sees(text: str) -> None:
    for made in (normalise.name(text), normalise.code(text), normalise.label(text)):
        assert not [one for one in made if unicodedata.category(one) in {"Cf", "Cc"}]
        assert made == made.strip()


def test_characters_that_differ_stay_apart() -> None:
    ideographs = [
        chr(at) for at in (*range(0x4E00, 0xA000), *range(0x3400, 0x4DC0), *range(0x20000, 0x2A6E0))
    ][::7]
    assert [one for one in ideographs if normalise.name(one) != one] == []


def test_every_radical_stroke_and_private_sign_of_gbk_stands_for_a_character() -> None:
    radicals = [*range(0x2E81, 0x2EF4), *range(0x2F00, 0x2FD6), *range(0xE815, 0xE865)]
    left = [
        hex(at) for at in radicals if at != 0x2E9A and not normalise.IS_HAN.match(normalise.name(chr(at)))
    ]
    assert left == []
    assert all(len(sign) == 1 and not 0xE000 <= ord(sign) < 0xF900 for sign in MEANT.values())


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("⽅⽂", ("U+2F45 U+2F42→U+65B9 U+6587",)),
        ("古丽•玉素甫", ("U+2022→U+00B7",)),
        ("王\u200b明", ("U+200B→–",)),
        ("王　明", ()),
        ("王明", ()),
    ],
)
def test_a_change_is_told_by_code_points(before: str, wanted: tuple[str, ...]) -> None:
    assert normalise.changes(before, normalise.name(before)) == wanted


@pytest.mark.parametrize(
    "name",
    ["张\ufffd", "\ue000明", "张?", "张？", "李□", "李○一", "⿰王争", "李Ο一", "王ニ", "李О明", "李l明", "·古丽", "张三(女)", "张三*", "买买提-艾力"],
)  # fmt: skip
def test_a_sign_that_can_hardly_be_meant_is_doubted(name: str) -> None:
    assert normalise.doubtful(normalise.name(name), person=True)


@pytest.mark.parametrize(
    "name", ["方文", "古丽·玉素甫", "代表001", "Tom Li", "Jean-Luc O'Neil", "〇一", "𠮷文甲", "гүл", "ئالىم"]
)
def test_an_ordinary_name_is_not_doubted(name: str) -> None:
    assert normalise.doubtful(normalise.name(name), person=True) == ()


def test_a_delegation_is_doubted_for_lost_characters_and_not_for_its_brackets() -> None:
    assert normalise.doubtful("城关镇（一）代表团", person=False) == ()
    assert normalise.doubtful("城关?代表团", person=False) == ("?",)
    assert normalise.doubtful("第一代表团\ue000", person=False) == ("\ue000",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一代表团", "第一 代表团"),
        ("第一代表团", "第1代表团"),
        ("第十二代表团", "第12团"),
        ("城关镇(一)代表团", "城关镇（一）代表团"),
        ("城关镇代表团", "城关镇"),
        ("解放军代表團", "解放军代表团"),
    ],
)
def test_labels_that_mean_the_same_are_alike(one: str, other: str) -> None:
    assert normalise.likeness(one) == normalise.likeness(other)


def test_labels_that_mean_others_are_not_alike() -> None:
    teams = [
        "第一代表团",
        "第二代表团",
        "第十一代表团",
        "第二十一代表团",
        "城关镇（一）代表团",
        "城关镇代表团",
        "代表团",
    ]
    assert len({normalise.likeness(team) for team in teams}) == len(teams)


@pytest.mark.parametrize("phone", ["12345", "(0350)3033123转8", "+86 138-0013-8000", "3033123、3033124"])
def test_a_telephone_number_is_taken(phone: str) -> None:
    assert normalise.PHONE.fullmatch(phone)


@pytest.mark.parametrize("phone", ["1234", "转转转转转", "不知道12345", "1" * 41, "<12345>"])
def test_what_is_no_telephone_number_is_not(phone: str) -> None:
    assert normalise.PHONE.fullmatch(phone) is None
