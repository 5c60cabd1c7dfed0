"""What a scrutineer's own device signs and lends after close (docs/protocol.md): commit, sample, open, count.

Works on documents; fetches and shows nothing. Each deed returns the key file with what is about to be signed or opened
written down: store it first.
"""

from __future__ import annotations

from dataclasses import dataclass

from voting.belenios import checks, outcome, outcome_document, receipt, shape, statements, tally
from voting.belenios.ballot import tracker as tracker_of
from voting.belenios.canonical import dump, hex_sha256, load, load_canonical
from voting.belenios.device import check_own_part
from voting.belenios.errors import DoesNotHold, Malformed, need
from voting.belenios.keyfile import KeyFile
from voting.belenios.opening_box import Box
from voting.belenios.outcome import Figures, PaperCount
from voting.belenios.sample import SampleCount, SampleVerdict

Signature = dict[str, str]


# ------------------------------------------------------------------------------------------ what is signed


def say_roll(file: KeyFile, box: Box) -> tuple[KeyFile, str]:
    """Return the statement over the roll as this device counted it."""
    text = statements.roll_message(box.uuid, box.claim)
    return file.with_roll(box.uuid, text), text


def say_sample(file: KeyFile, box: Box, counted: SampleCount) -> tuple[KeyFile, str]:
    """Return the statement over a sample that has come to its end, whatever its verdict; numbers alone.

    Errors: DoesNotHold for one that has not, and for another than was signed before.
    """
    fits = counted.names == box.roll.names and counted.ballots == len(box.ballots)
    need(fits and counted.could_be(), "the sample has not come to its end")
    text = statements.sample_message(box.uuid, box.digest, box.claim, counted)
    return file.with_sample(box.uuid, text), text


def has_passed(file: KeyFile, box: Box) -> bool:
    """Tell whether this device has signed a sample of this very box and roll that passed."""
    text = file.said_of(box.uuid).sample
    if not text:
        return False
    said = statements.parse_sample(statements.parse(text).rest, len(box.ballots))
    same = said.box == box.digest and said.roll == box.claim
    return same and said.counted.verdict is SampleVerdict.PASSED


def proves_a_loss(box: Box, shown: str) -> bool:
    """Tell whether a deputy's receipt is signed and its ballot is not in the box. shown: UUID.TRACKER.SIGNATURE, or its address.

    Errors: Malformed for what is no receipt of this ballot; DoesNotHold for a signature that does not hold.
    """
    uuid, tracker, signature = [*shown.rsplit("#", 1)[-1].strip().split("."), "", ""][:3]
    if uuid != box.uuid or not signature:
        raise Malformed("this is no signed receipt of this ballot")
    whole = tracker.replace("-", "+").replace("_", "/")
    receipt.verify(box.rules.receipt_key, box.uuid, whole, signature)
    return whole not in {tracker_of(raw) for raw in box.ballots}


def sign(file: KeyFile, text: str) -> Signature:
    """Sign a statement that is written down in the key file.

    Errors: DoesNotHold for one that is not.
    """
    said = statements.parse(text)
    known = file.said_of(said.uuid)
    outcomes = set(known.outcomes.values())
    written = text in {known.roll, known.sample} or (
        said.kind is statements.StatementKind.OUTCOME and hex_sha256(said.rest) in outcomes
    )
    need(written, "this was not written down before it was signed")
    return statements.sign_message(file.keys.signing, text)


# ------------------------------------------------------------------------------------------ opening, counting


def remember_box(file: KeyFile, box: Box) -> KeyFile:
    """Return the key file with the digest that is about to be opened: one per ballot, ever.

    Errors: DoesNotHold before a sample of this box passed, and for a second digest.
    """
    need(has_passed(file, box), "this device has not sampled this box, or its sample did not pass")
    return file.with_digest(box.uuid, box.digest)


def lend(file: KeyFile, box: Box) -> str:
    """Return the partial decryption of the sum. file: as `remember_box` returned it, and stored.

    Errors: DoesNotHold.
    """
    need(has_passed(file, box), "this device has not sampled this box, or its sample did not pass")
    need(file.digests.get(box.uuid) == box.digest, "another set of ballots was opened before")
    return tally.partial_decrypt(box.election, box.sums, check_own_part(file, box.trustees))


def add_partials(box: Box, raw: str) -> list[list[int]]:
    """Check the proofs of exactly t partial decryptions and combine them into counts.

    raw: partials.json. Errors: Malformed, DoesNotHold.
    """
    (listed,) = shape.fields(load(raw), "partials")
    partials = []
    for one in shape.items(listed, box.trustees.threshold):
        index, partial = shape.fields(one, "index", "partial")
        partials.append((shape.number(index, 1), shape.text(partial)))
    factors = checks.check_decryptions(box.election, box.sums, box.trustees, partials)
    return tally.combine(box.sums, factors, len(box.ballots))


@dataclass(frozen=True, slots=True)
class Typed:
    """What no device can compute, typed from signed sheets. by_presidium: ordinals, none where nothing was left to it."""

    present: int
    paper: PaperCount | None = None
    by_presidium: tuple[int, ...] = ()


def decide(box: Box, counts: list[list[int]], typed: Typed) -> outcome.CountOutcome:
    """Apply the rules to what this device counted and a person typed.

    Errors: Malformed, DoesNotHold.
    """
    claim = _claim(box, counts, typed, outcome_document.Bound(box.roll.digest, 1, ""))
    return outcome.decide(box.rules, claim.figures, claim.counts, claim.paper, claim.by_presidium)


def _claim(
    box: Box, counts: list[list[int]], typed: Typed, bound: outcome_document.Bound
) -> outcome_document.Claim:
    if box.rules.due is None:
        raise DoesNotHold("this box was made by an earlier version")
    return outcome_document.Claim(
        uuid=box.uuid,
        rules=hex_sha256(box.rules_raw),
        digest=box.digest,
        figures=Figures(box.rules.due, typed.present, box.roll.names, len(box.ballots)),
        counts=tuple(map(tuple, counts)),
        paper=typed.paper,
        by_presidium=typed.by_presidium,
        bound=bound,
    )


def write_outcome(box: Box, counts: list[list[int]], typed: Typed, served: str) -> str:
    """Return the outcome's exact text as this device has computed it. Of the served text it takes serial and previous alone.

    Errors: Malformed; DoesNotHold, with both values of every field that differs, where the served text is another.
    """
    theirs = outcome_document.parse_claim(served)
    if theirs.bound is None:
        raise DoesNotHold("the server's outcome is of an earlier protocol")
    bound = outcome_document.Bound(box.roll.digest, theirs.bound.serial, theirs.bound.previous)
    claim = _claim(box, counts, typed, bound)
    checked = outcome.decide(box.rules, claim.figures, claim.counts, claim.paper, claim.by_presidium)
    text = outcome_document.exact(claim, checked)
    need(
        text == served,
        f"the server announces another outcome than this device computed: {_differences(text, served)}",
    )
    return text


def _differences(mine: str, served: str) -> str:
    ours, theirs = load_canonical(mine), load_canonical(served)
    assert isinstance(ours, dict)
    assert isinstance(theirs, dict)
    names = outcome_document.differing(mine, served)
    return "; ".join(f"{name}: {dump(ours[name])} here, {dump(theirs[name])} there" for name in names)


def say_outcome(file: KeyFile, box: Box, text: str) -> tuple[KeyFile, str]:
    """Return the statement over an outcome that this device has computed; one per serial.

    Errors: DoesNotHold where it has opened nothing, or signed another under this serial.
    """
    need(file.digests.get(box.uuid) == box.digest, "this device has opened nothing: it signs nothing")
    bound = outcome_document.parse_claim(text).bound
    if bound is None:
        raise DoesNotHold("the outcome is of an earlier protocol")
    kept = file.with_outcome(box.uuid, bound.serial, bound.previous, text)
    return kept, statements.outcome_message(box.uuid, text)
