import pytest

from tests.properties import given, st
from voting.supervision.change.rules import ChangedText, Fate, compare

pytestmark = pytest.mark.pure
texts = st.text(alphabet="更新管网公里310眼 abc\n", max_size=40)


def test_a_changed_number_is_shown_whole() -> None:
    assert compare("更新 310 公里", "更新 290 公里") == (
        ChangedText(Fate.SAME, "更新 "),
        ChangedText(Fate.GONE, "310"),
        ChangedText(Fate.NEW, "290"),
        ChangedText(Fate.SAME, " 公里"),
    )


@given(texts, texts)
def test_the_pieces_make_up_both_texts(voted: str, present: str) -> None:
    pieces = compare(voted, present)
    assert "".join(p.text for p in pieces if p.part is not Fate.NEW) == voted
    assert "".join(p.text for p in pieces if p.part is not Fate.GONE) == present
