"""What tells this vote from an invented one: characters that an auditor knows from elsewhere (protocol, "Verify a record").

An election under the same UUID, with keys, roll and ballots of somebody's own, holds in every check but these. Fetches
nothing: the values come from the hall screen, from print or from another person's device.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from voting.belenios import tally
from voting.belenios.ballot_rules import FrozenRules
from voting.belenios.checks import Checked
from voting.belenios.election import set_up_fingerprint
from voting.belenios.errors import DoesNotHold, Malformed, need
from voting.belenios.register import Register
from voting.belenios.report import VerifierReport

LEAST_OF_A_DIGEST = 24  # hexadecimal digits: 96 bits, as a device asks for; of 64 two alike can be made

_WRITTEN: Mapping[str, Callable[[str], str]] = {
    "fingerprint": str,
    "joint-key": str,
    "box": str.lower,
    "roll": str.lower,
    "issued": str,
    "names": str,
    "parent": str,
}
_DIGESTS = frozenset({"box", "roll"})


@dataclass(frozen=True, slots=True)
class Expectation:
    """One anchor as it is known from elsewhere; name: one of _WRITTEN; value: without blanks and dashes."""

    name: str
    value: str

    def fits(self, found: str) -> bool:
        """Tell whether this was found; of a digest its beginning will do."""
        begins = self.name in _DIGESTS and len(self.value) >= LEAST_OF_A_DIGEST
        return found.startswith(self.value) if begins else found == self.value


def parse(text: str) -> Expectation:
    """Read NAME=VALUE as an auditor writes it, in groups or not.

    Errors: Malformed for an unknown name or no value.
    """
    name, _, value = text.partition("=")
    name = name.strip().lower().replace("_", "-").replace(" ", "-")
    if name not in _WRITTEN:
        raise Malformed(f"--expect {text}: the name is none of {', '.join(_WRITTEN)}")
    bare = _WRITTEN[name]("".join(value.split()).replace("-", ""))
    if not bare:
        raise Malformed(f"--expect {text}: there is no value")
    return Expectation(name, bare)


def anchors_of_archive(checked: Checked) -> dict[str, str]:
    """Return what an archive alone tells: joint key (decimal) and digest of the box (hex)."""
    return {"joint-key": checked.trustees.joint_key, "box": tally.digest(checked.record.ballots)}


def anchors_of_bundle(checked: Checked, rules: FrozenRules, listed: Register) -> dict[str, str]:
    """Return every anchor of a bundle by name."""
    fingerprint = set_up_fingerprint(checked.election, rules.issuer.n, rules.issuer.e)
    more = {"roll": listed.roll_digest, "issued": str(listed.issued), "parent": rules.parent or "none"}
    if listed.names is not None:
        more["names"] = str(listed.names)
    return {"fingerprint": fingerprint, **anchors_of_archive(checked), **more}


def check(found: Mapping[str, str], expected: Sequence[Expectation], report: VerifierReport) -> None:
    """Print the anchors and hold them against what is expected.

    Errors: Failed at the first that is another.
    """
    for name, value in found.items():
        report.say(f"anchor  {name}={value}")
    for one in expected:
        report.check(f"{one.name} is the expected one", partial(_expect, found, one))
    if not any(one.name == "fingerprint" for one in expected) and "fingerprint" in found:
        report.say(
            "note    compare the anchors with hall screen or print (--expect): others could invent all of this"
        )


def _expect(found: Mapping[str, str], one: Expectation) -> None:
    if one.name not in found:
        raise DoesNotHold("an archive alone does not tell it: verify the bundle")
    value = found[one.name]
    need(
        one.fits(value),
        f"expected {one.value}, found {value}: this is the record of another vote, or another state of it",
    )
