"""The demonstration's people can sign in with what is printed for them."""

import pytest

from voting.demonstration.people import PASSWORD, PASSWORD_PHC, PIN, PIN_PHC
from voting.people.secrets import secret_holds
from voting.people.whence import DUMMY, DUMMY_PIN

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("secret", "stored"), [(PASSWORD, PASSWORD_PHC), (PIN, PIN_PHC)])
def test_the_hashes_are_those_of_the_secrets(secret: str, stored: str) -> None:
    assert secret_holds(secret, stored)
    assert not secret_holds(secret + "1", stored)


@pytest.mark.parametrize(("stored", "dummy"), [(PASSWORD_PHC, DUMMY), (PIN_PHC, DUMMY_PIN)])
def test_an_unknown_login_costs_what_a_known_one_costs(stored: str, dummy: str) -> None:
    assert stored.split("$")[:4] == dummy.split("$")[:4]
    assert not secret_holds(PASSWORD, dummy)
