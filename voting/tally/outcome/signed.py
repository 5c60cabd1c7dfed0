"""Whether what a count says is what the scrutineers' devices signed: asked anew by whoever shows or announces it.

A signature is checked when it comes in (`opening.actions.sign_outcome`). What is shown later is read from a database that
somebody may have changed since, so the signatures are checked again over the very text that is shown; the answer is kept
by content, so that a page which is asked for every second costs one comparison and not t checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from json import loads

from voting.belenios import outcome_document, statements, trustees
from voting.belenios.canonical import load_canonical
from voting.belenios.errors import Refused
from voting.core.errors import WrongMoment
from voting.core.text import N_
from voting.tally.outcome.facts import Gathered
from voting.tally.outcome.second_opinion import paper_in
from voting.tally.run.models import TallyRun
from voting.tally.signing.models import Signer, signers_of

ALTERED = N_(
    "数据库里的计票结果与监票人签署的不一致，不能显示，也不能公告。请报告总监票人和工作人员：从备份核对数据库。"
)
KEPT = 256
"""So many answers are kept: of each count a handful of texts and signatures."""


def expect_signed(run: TallyRun, signers: Sequence[Signer] | None = None) -> str:
    """Return the text of a count that t devices signed, each of which has opened the box.

    signers: as `signers_of` read them, where many counts are shown at once; else they are read here.
    Errors: WrongMoment where the database no longer holds what was signed: then nothing of it is shown or announced.
    """
    text = run.outcome or ""
    try:
        signed = signed_by(run, signers)
        holds = len(signed) >= _key(run.trustees_raw).threshold and _fits(run, text)
    except Refused:  # neither the key's record nor the text can be read as what they were
        holds = False
    if not holds:
        raise WrongMoment(ALTERED)
    return text


def signed_by(run: TallyRun, signers: Sequence[Signer] | None = None) -> tuple[int, ...]:
    """Return the seats that may sign and whose signature over the count's text holds as both stand now.

    Who has opened the box may; of a text of protocol 1, which bound no roll, every scrutineer might.
    """
    if run.outcome is None:
        return ()
    stored = signers_of([run.ballot_uuid])[run.ballot_uuid] if signers is None else signers
    return tuple(
        one.index
        for one in stored
        if (one.opened or _is_of_protocol_1(run.outcome))
        and _holds(run.trustees_raw, run.ballot_uuid, run.outcome, one.index, one.signature)
    )


@lru_cache(maxsize=KEPT)
def _key(trustees_raw: str) -> trustees.Trustees:
    """Return the key's record, checked; raise Refused."""
    return trustees.parse(trustees_raw)


@lru_cache(maxsize=KEPT)
def _claim(text: str) -> outcome_document.Claim:
    """Return what a count's text starts from; raise Refused."""
    return outcome_document.parse_claim(text)


def _is_of_protocol_1(text: str) -> bool:
    """Tell whether a text is of the first protocol. One that cannot be read is not: it must meet what is asked today."""
    try:
        return _claim(text).bound is None
    except Refused:
        return False


@lru_cache(maxsize=KEPT)
def _holds(trustees_raw: str, uuid: str, text: str, index: int, signature: str) -> bool:
    """Tell whether a seat's signature over a text holds. A pure answer: the same for the same content, for good."""
    try:
        message = statements.outcome_message(uuid, text)
        statements.check_message(_key(trustees_raw), index, message, load_canonical(signature))
    except Refused:
        return False
    return True


def _fits(run: TallyRun, text: str) -> bool:
    """Tell whether the columns from which documents are made say what the signed text says."""
    told = _claim(text)
    counts = tuple(tuple(column) for column in run.counts or ())
    mine = (run.ballot_uuid, run.digest, run.due, run.issued, run.cast, counts, tuple(run.by_presidium))
    figures = told.figures
    return mine == (
        told.uuid,
        told.digest,
        figures.due,
        figures.issued,
        figures.cast,
        told.counts,
        told.by_presidium,
    )


def expect_as_signed(found: Gathered) -> None:
    """Raise as `expect_signed`, and where what would be printed of a project is not what was signed of it."""
    decision, signed_text = found.decision(), loads(expect_signed(found.run))
    lines = {line["ordinal"]: line for line in signed_text["lines"]}
    decided = decision.lines if decision is not None else ()
    printed = {line.ordinal: (line.approve, line.chosen, line.grade or "") for line in decided}
    signed = {
        ordinal: (line["votes"][0], line["chosen"], line["grade"] or "") for ordinal, line in lines.items()
    }
    if printed != signed or not _told_as_signed(found):
        raise WrongMoment(ALTERED)


def _told_as_signed(found: Gathered) -> bool:
    """Tell whether what people told of a count, 实到 and the papers, is what the signed text says of it.

    Texts of protocol 1 had 实到 as the close had it, without who had left with a ballot taken.
    """
    told, run, count = _claim(found.run.outcome or ""), found.run, found.count
    if count is None:
        return False
    present = {count.present} if told.bound else {count.present, run.present}
    return told.figures.present in present and told.paper == paper_in(count, run.kind)


def altered(found: Gathered) -> str:
    """Return what is said of a count that was signed and is no longer what was signed (a message id), else nothing."""
    if not found.run.is_signed:
        return ""
    try:
        expect_as_signed(found)
    except WrongMoment as error:
        return error.message
    return ""
