import pytest

from voting.people.rules import Actor, Level, Place, Role

CITY = Place(1, "140900", "忻州市", Level.CITY, (1,))
COUNTY = Place(2, "140921", "定襄县", Level.COUNTY, (1, 2))
pytestmark = pytest.mark.pure


def test_roles_hold_at_home_and_only_the_overseeing_ones_below() -> None:
    actor = Actor(7, 1, "人员", frozenset({Role.STAFF, Role.OVERSIGHT}))
    assert actor.roles_in(CITY) == {Role.STAFF, Role.OVERSIGHT}
    assert actor.roles_in(COUNTY) == {Role.OVERSIGHT}


def test_no_role_reaches_upwards() -> None:
    actor = Actor(7, 2, "人员", frozenset({Role.STAFF, Role.OVERSIGHT}))
    assert actor.roles_in(CITY) == frozenset()


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_roles_that_reach_beyond_a_congress_are_given_by_a_platform_administrator_alone(role: Role) -> None:
    reaches = role in {Role.PLATFORM_ADMIN, Role.OVERSIGHT, Role.AUDITOR}
    for held in set(Role) - {Role.PLATFORM_ADMIN}:
        assert Actor(7, 1, "人员", frozenset({held})).may_give(frozenset({role})) is not reaches
    assert Actor(7, 1, "人员", frozenset({Role.PLATFORM_ADMIN})).may_give(frozenset({role}))
