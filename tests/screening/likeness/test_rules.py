from itertools import pairwise

import pytest

from tests.properties import given, st
from voting.screening.likeness.rules import LikenessIndex, grams, groups, shared_segments

pytestmark = pytest.mark.pure
texts = st.text("给东关小学门口装红绿灯 老旧小区改造，ABC 12。", max_size=30)


def index_of(*entries: tuple[str, str]) -> LikenessIndex:
    index = LikenessIndex()
    for key, (title, body) in enumerate(entries, 1):
        index.add(key, title, body)
    return index


def test_the_same_matter_in_other_words_comes_first() -> None:
    index = index_of(
        ("给东关小学门口装红绿灯", "放学时车多人多，过马路危险"),
        ("老旧小区改造", "下水道堵塞，楼道灯不亮"),
        ("农村饮水安全", "水管冻裂"),
    )
    found = index.similar("东关小学门前要有红绿灯", "孩子过马路不安全")
    assert found[0].key == 1
    assert found[0].score > 0.2


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=12))
def test_every_text_is_most_like_itself(entries: list[tuple[str, str]]) -> None:
    index = index_of(*entries)
    for key, (title, body) in enumerate(entries, 1):
        if not grams(title + body):
            continue
        found = index.similar(title, body, most=20, least=0.0)
        itself = next(like for like in found if like.key == key)
        assert itself.score == pytest.approx(1.0)
        assert all(0 <= like.score <= 1.0000001 for like in found)


@given(st.lists(st.tuples(texts, texts), min_size=2, max_size=8))
def test_likeness_goes_both_ways(entries: list[tuple[str, str]]) -> None:
    index = index_of(*entries)
    scores = {
        (key, like.key): like.score
        for key, entry in enumerate(entries, 1)
        for like in index.similar(*entry, most=50, least=0.0, but=key)
    }
    assert all(score == pytest.approx(scores.get((b, a), 0.0)) for (a, b), score in scores.items())


def test_an_entry_can_be_left_out_and_strangers_score_nothing() -> None:
    index = index_of(("红绿灯", ""), ("红绿灯", ""))
    assert [like.key for like in index.similar("红绿灯", "", but=1)] == [2]
    assert index.similar("XYZ", "") == []
    assert LikenessIndex().similar("红绿灯", "") == []


@given(texts, texts)
def test_segments_put_together_are_the_text_and_alternate(text: str, other: str) -> None:
    segments = shared_segments(text, other)
    assert "".join(piece.text for piece in segments) == text
    assert all(a.shared != b.shared for a, b in pairwise(segments))


def test_shared_words_are_marked() -> None:
    marked = [piece.text for piece in shared_segments("小学门口装红绿灯", "请在门口安红绿灯") if piece.shared]
    assert marked == ["门口", "红绿灯"]


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=20))
def test_groups_hold_exactly_what_hangs_together(pairs: list[tuple[int, int]]) -> None:
    found = groups(pairs)
    place = {key: n for n, group in enumerate(found) for key in group}
    assert len(place) == sum(len(group) for group in found)
    assert all(place[a] == place[b] for a, b in pairs if a != b)
    reach = {key: {key} for key in place}
    for _ in place:
        for a, b in pairs:
            if a != b:
                both = reach[a] | reach[b]
                for key in both:
                    reach[key] = both
    assert all(set(group) == reach[group[0]] for group in found)
