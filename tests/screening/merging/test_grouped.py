import pytest

from tests.properties import given, st
from voting.screening.merging.grouped import close_groups

pytestmark = pytest.mark.pure


def test_a_chain_of_half_likes_is_parted_where_it_is_weakest() -> None:
    tight = {(n, n + 1): 0.9 for n in range(10)} | {(n, n + 1): 0.9 for n in range(20, 30)}
    chained = tight | {(10, 20): 0.2}
    assert close_groups(chained, 0.18) == [list(range(11)), list(range(20, 31))]


def test_many_who_say_the_same_stay_together() -> None:
    same = {(0, n): 1.0 for n in range(1, 40)}
    assert close_groups(same, 0.18) == [list(range(40))]


@given(st.dictionaries(st.tuples(st.integers(0, 30), st.integers(0, 30)), st.floats(0, 1), max_size=60))
def test_nobody_is_in_two_groups(pairs: dict[tuple[int, int], float]) -> None:
    found = close_groups(pairs, 0.18)
    members = [key for group in found for key in group]
    assert len(members) == len(set(members))
    assert all(len(group) > 1 for group in found)
