"""Single mutations of honest ballots: none is accepted, each is refused with a reason."""

from __future__ import annotations

import random

import pytest

from tests.belenios import factories, mutations
from voting.belenios import ballot
from voting.belenios.election import Election
from voting.belenios.errors import Refused


def honest(kind: str) -> tuple[Election, str]:
    made = factories.make_election(kind, projects=3 if kind == "choose" else 2)
    choices = factories.choices(made, random.Random(5))
    return made, ballot.seal(made, ballot.new_credential()[0], choices)


@pytest.mark.parametrize("kind", ["choose", "each"])
def test_mutations_are_refused_and_the_honest_ballot_still_goes_in(kind: str) -> None:
    made, raw = honest(kind)
    reasons = set()
    for one in mutations.stratified([raw], 250):
        with pytest.raises(Refused) as refused:
            ballot.check(made, one.raw)
        reasons.add(refused.value.reason)

    assert ballot.check(made, raw).raw == raw
    assert {"a proof does not hold", "a key occurs twice"} <= reasons
    assert len(reasons) >= 10, reasons
    assert "" not in reasons


def test_the_mutations_are_single_deterministic_and_touch_every_field() -> None:
    _, raw = honest("choose")
    some = mutations.stratified([raw], 500)

    assert some == mutations.stratified([raw], 500)
    assert len({one.raw for one in some}) >= 490
    assert all(one.raw != raw for one in some)
    strata = {one.stratum.split(":")[0] for one in mutations.mutations(raw)}
    assert {"ballot", "text", "signature.proof.response", "answers.#.choices.#.alpha", "credential"} <= strata
    assert len(mutations.mutations(raw)) > 1_500
