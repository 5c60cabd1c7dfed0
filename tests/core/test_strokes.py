"""Names by the strokes of the surname: the order of GF 3003-1999, two characters first, nobody lost."""

from __future__ import annotations

import pytest

from tests.properties import given, st
from voting.core.strokes import TABLE, in_stroke_order, stroke_key

pytestmark = pytest.mark.pure


def ordered(names: str) -> str:
    return " ".join(in_stroke_order(names.split(), str))


def test_surnames_stand_by_their_number_of_strokes_then_by_their_kinds() -> None:
    """丁 2, 于 万 3, 王 毛 方 4 (first 横, 撇, 点), 张 李 7 (折 behind 横), 欧 8, 魏 17."""
    assert ordered("魏建国 张三 方敏 毛小红 王伟 李四 万里 于谦 丁宁 欧阳明") == (
        "丁宁 于谦 万里 王伟 毛小红 方敏 李四 张三 欧阳明 魏建国"
    )


def test_of_one_surname_two_characters_come_first_then_the_strokes_of_the_given_name() -> None:
    assert ordered("王一平 王毅 王东明 王晨 王小洪 王勇") == "王勇 王晨 王毅 王一平 王小洪 王东明"


def test_a_character_without_a_place_comes_last_and_is_not_lost() -> None:
    assert ordered("\U0002a7dd三 王伟 John 王\U0002a7dd 古丽·玉素甫") == (
        "王伟 王\U0002a7dd 古丽·玉素甫 \U0002a7dd三 John"
    )


def test_blanks_between_the_characters_of_a_name_do_not_count() -> None:
    assert stroke_key("王　伟") == stroke_key("王伟")
    assert in_stroke_order(["王　伟", "丁宁"], str) == ["丁宁", "王　伟"]


def test_the_table_names_every_character_once() -> None:
    signs = TABLE.read_text(encoding="utf-8").strip()
    assert len(signs) == len(set(signs)) == 20897
    assert signs.startswith("一丨亅丿丶")


@given(st.lists(st.text("王李丁万张三伟\U0002a7dd·", max_size=4)))
def test_nobody_is_lost_or_doubled(names: list[str]) -> None:
    assert sorted(in_stroke_order(names, str)) == sorted(names)
    assert in_stroke_order(in_stroke_order(names, str), str) == in_stroke_order(names, str)
