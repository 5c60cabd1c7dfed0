import pytest

from tests.properties import given, st
from voting.screening.suggestion.number import ALPHABET, new_number, tidy

pytestmark = pytest.mark.pure
numbers = st.builds(lambda _: new_number(2027), st.integers())
PLACES = [3, 4, 5, 6, 8, 9, 10, 11, 12]


@given(numbers)
def test_a_number_is_known_however_it_is_typed(number: str) -> None:
    assert tidy(number) == number
    assert tidy(f" {number.lower().replace('-', '')} ") == number
    assert tidy(number.replace("-", " ")) == number


@given(numbers, st.sampled_from(PLACES), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(number: str, at: int, sign: str) -> None:
    wrong = number[:at] + sign + number[at + 1 :]
    assert (tidy(wrong) is None) == (wrong != number)


@given(numbers, st.integers(0, 7))
def test_two_swapped_neighbours_are_noticed(number: str, first: int) -> None:
    a, b = PLACES[first], PLACES[first + 1]
    signs = list(number)
    signs[a], signs[b] = signs[b], signs[a]
    wrong = "".join(signs)
    assert (tidy(wrong) is None) == (wrong != number)


@pytest.mark.parametrize(
    "typed", ["", "27", "27-0000-00000", "号码", "27-ABCD-EFGH", "x" * 500, "２７-ABCD-EFGHK"]
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert tidy(typed) is None


@pytest.mark.parametrize(
    "change", [str, lambda one: one.translate({at: at + 0xFEE0 for at in range(0x21, 0x7F)})]
)
@pytest.mark.parametrize("dash", ["-", "—", "－", "−", " ", "\u200b"])
def test_a_number_typed_in_full_width_or_with_other_dashes_is_the_same(change: type[str], dash: str) -> None:
    number = new_number(2027)
    assert tidy(change(number.lower()).replace(change("-"), dash)) == number
