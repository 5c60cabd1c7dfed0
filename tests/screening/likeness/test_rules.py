"""What and where, judged apart: on worked examples, on properties, and on the pairs that people judged."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from bench.lookalike_pairs import PAIRS, Pair
from tests.properties import given, st
from voting.screening.likeness.grams import grams, grams_of_word, shared_segments
from voting.screening.likeness.lexicon import Lexicon
from voting.screening.likeness.rules import Read, Relation, Vocabulary, groups, judged, read
from voting.screening.likeness.where import SamePlace, compared
from voting.screening.likeness.wish import lines_of, matters

pytestmark = pytest.mark.pure
DIVISIONS = ("忻府区", "五台县", "豆罗镇", "奇村镇")
WORDS = Vocabulary(Lexicon((name, name) for name in DIVISIONS), matters())
texts = st.text("给东关小学门口装红绿灯 老旧小区改造，ABC 12。", max_size=30)
reads = st.builds(lambda title, content, place: read(title, content, place, WORDS), texts, texts, texts)


def verdict(one: tuple[str, str, str], other: tuple[str, str, str], words: Vocabulary = WORDS) -> Relation:
    return judged(read(*one, words), read(*other, words)).verdict


LAMPS = ("南庄村安装路灯", "晚上看不见路。", "南庄村")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (("南庄夜里漆黑，请装太阳能照明", "老人摔过跤。", "豆罗镇南庄村"), Relation.SAME),
        (("北庄村安装路灯", "晚上看不见路。", "北庄村"), Relation.ELSEWHERE),
        (("南庄村修下水道", "污水满街。", "南庄村"), Relation.OTHER),
        (("村里要装路灯", "太黑。", ""), Relation.OPEN),
        (("北庄村修下水道", "污水满街。", "北庄村"), Relation.NOTHING),
    ],
)
def test_what_and_where_are_judged_apart(other: tuple[str, str, str], expected: Relation) -> None:
    assert verdict(LAMPS, other) is expected


def test_villages_called_alike_in_two_townships_are_two() -> None:
    one, other = ("装路灯", "太黑。", "豆罗镇西张村"), ("装路灯", "太黑。", "奇村镇西张村")
    assert verdict(one, other) is Relation.ELSEWHERE


def test_a_county_alone_does_not_make_two_places_one() -> None:
    one, other = ("光明西街暖气不热", "冷。", "忻府区光明西街"), ("东大街暖气不热", "冷。", "忻府区东大街")
    assert verdict(one, other) is Relation.ELSEWHERE
    assert verdict(one, ("暖气不热", "冷。", "忻府区")) is Relation.OPEN


def test_a_congress_names_its_villages_and_its_words() -> None:
    one, other = ("老爷庙装路灯", "太黑。", "老爷庙"), ("关帝庙那边要装路灯", "太黑。", "关帝庙")
    assert verdict(one, other) is Relation.ELSEWHERE
    known = Vocabulary(Lexicon([("老爷庙", "老爷庙"), ("关帝庙", "老爷庙")]), matters())
    assert verdict(one, other, known) is Relation.SAME
    one, other = ("南庄村安装路灯", "出门怕摔。", "南庄村"), ("南庄村要电棒子", "老人出不了门。", "南庄村")
    assert verdict(one, other) is not Relation.SAME
    taught = Vocabulary(Lexicon(), matters(lines_of("路灯 = 电棒子")))
    assert verdict(one, other, taught) is Relation.SAME


def test_of_words_that_overlap_the_longer_counts_and_of_two_as_long_the_later() -> None:
    found = Lexicon([("村路", "road"), ("路灯", "lamp"), ("通信", "phone"), ("信号灯", "lights")])
    assert [hit.means for hit in found.hits("村路灯")] == ["lamp"]
    assert [hit.means for hit in found.hits("交通信号灯")] == ["lights"]


def told(pair: Pair) -> Relation:
    return verdict(pair.one, pair.other)


@pytest.mark.parametrize("part", ["seen", "unseen", "later"])
def test_pairs_that_people_judged(part: str) -> None:
    """The target of the embedded way, for pairs that were chosen with and without: half found, 4 of 30 wrong."""
    pairs = [pair for pair in PAIRS if pair.part == part]
    counts = Counter((pair.verdict == "same", told(pair) is Relation.SAME) for pair in pairs)
    assert counts[True, True] * 2 >= counts[True, True] + counts[True, False]
    assert counts[False, True] * 30 <= 4 * (counts[False, True] + counts[False, False])


@given(reads, reads)
def test_a_verdict_goes_both_ways(one: Read, other: Read) -> None:
    assert judged(one, other) == judged(other, one)


@given(reads)
def test_everything_is_where_it_is(one: Read) -> None:
    assert compared(one.where, one.where) is SamePlace.ONE
    assert 0 <= judged(one, one).wish <= 1


@given(st.lists(reads, max_size=8))
def test_groups_never_chain_across_places_and_share_nobody(entries: list[Read]) -> None:
    by_key = dict(enumerate(entries))
    found = groups(by_key)
    members = [key for group in found for key in group.keys]
    assert len(members) == len(set(members))
    for group in found:
        assert len(group.keys) > 1
        for one in group.keys:
            assert all(
                compared(by_key[one].where, by_key[other].where) is SamePlace.ONE for other in group.keys
            )


def test_who_joined_another_stands_in_his_group_whatever_the_words() -> None:
    known = {
        1: read(*LAMPS, WORDS),
        2: read("我们也要", "", "", WORDS),
        3: read("下水道堵", "污水。", "南庄村", WORDS),
    }
    assert [group.keys for group in groups(known, [(2, 1)])] == [(1, 2)]


def test_a_school_is_no_bridge_between_villages() -> None:
    schools = [(f"{name}小学操场铺塑胶", "都是土。", f"{name}小学") for name in ("奇村", "兰村", "高城")]
    known = {key: read(*one, WORDS) for key, one in enumerate([*schools, ("小学操场铺塑胶", "都是土。", "")])}
    assert groups(known) == []


@given(texts, texts)
def test_segments_put_together_are_the_text_and_alternate(text: str, other: str) -> None:
    segments = shared_segments(text, other)
    assert "".join(piece.text for piece in segments) == text
    assert all(a.shared != b.shared for a, b in pairwise(segments))


def test_shared_words_are_marked() -> None:
    marked = [piece.text for piece in shared_segments("小学门口装红绿灯", "请在门口安红绿灯") if piece.shared]
    assert marked == ["门口", "红绿灯"]


@given(texts, st.integers(0, 28), st.integers(1, 4))
def test_whatever_stands_in_a_text_is_found_by_its_grams(text: str, start: int, length: int) -> None:
    assert grams_of_word(text[start : start + length]) <= grams(text)


def test_words_of_two_characters_and_single_ones_are_found() -> None:
    assert grams_of_word("路灯") == {"路灯"}
    assert grams_of_word("灯") == {"灯"}
    assert grams_of_word("红绿灯") == {"红绿", "绿灯"}
    assert grams_of_word("。！") == set()
