import pytest

from tests.properties import given, st
from voting.core.errors import RuleBroken
from voting.screening.reading.rules import (
    MOST_OPEN,
    PAGE_BYTES,
    QUESTION,
    OwnDesk,
    QuestionState,
    check_asking,
    read_desk,
)

pytestmark = pytest.mark.pure
ids = st.integers(1, 10**6)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50)
desks = st.builds(
    OwnDesk, marked=st.frozensets(ids, max_size=5), notes=st.dictionaries(ids, words, max_size=5)
)


@given(desks)
def test_a_desk_is_read_as_it_was_written(desk: OwnDesk) -> None:
    assert read_desk(desk.written()) == desk


@given(desks)
def test_the_length_of_what_is_kept_says_nothing(desk: OwnDesk) -> None:
    assert len(desk.written()) == PAGE_BYTES


@given(desks, ids, words)
def test_what_is_put_down_is_taken_away_again(desk: OwnDesk, one: int, text: str) -> None:
    bare = desk.with_mark(one, marked=False).with_note(one, "")
    assert bare.with_mark(one, marked=True).with_note(one, text).with_mark(one, marked=False).with_note(
        one, ""
    ) == OwnDesk(bare.marked, bare.notes)


def test_a_deputy_waits_for_so_many_answers_and_no_more() -> None:
    check_asking(MOST_OPEN - 1)
    with pytest.raises(RuleBroken, match="等待答复"):
        check_asking(MOST_OPEN)


def test_what_is_answered_is_neither_taken_back_nor_passed_on() -> None:
    assert QUESTION.steps_from(QuestionState.ANSWERED) == ("answer",)
    assert QUESTION.steps_from(QuestionState.WITHDRAWN) == ()
