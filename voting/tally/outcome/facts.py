"""Shared reads of the outcome, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from voting.ballot.handover_close_facts import Reckoned, reckoned
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules, from_document
from voting.tally.count.rules import (
    TABLETS,
    TELLERS,
    BallotChannel,
    ChannelCount,
    Count,
    Difference,
    LineCount,
    differences,
    is_few,
    small_channels,
)
from voting.tally.outcome.decision import Decision, settled_by_presidium
from voting.tally.outcome.rules import decide
from voting.tally.paper.facts import sheet_count
from voting.tally.paper.models import (
    PaperPlace,
    PaperSheet,
    SmallChannelConsent,
    VoidPaper,
    consents_of,
    places_of,
    sheets_of,
    voids_of,
)
from voting.tally.paper.rules import ConsentDue
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import COUNTING

"""The place id under which consent to a small channel of tablets is kept."""


@dataclass(frozen=True)
class CountedPlace:
    """A paper place and what its tellers say. same: the count both have, None while they differ; agreed: it stands."""

    place: PaperPlace
    sheets: tuple[PaperSheet, ...] = ()
    voids: tuple[VoidPaper, ...] = ()
    differences: tuple[Difference, ...] = ()
    same: ChannelCount | None = None
    agreed: ChannelCount | None = None

    @property
    def overfull(self) -> ChannelCount | None:
        """Return the count of which both tellers say that more came back than went out."""
        return self.same if self.same is not None and self.same.excess else None

    @property
    def confirmed_voids(self) -> int:
        return sum(void.confirmed_by is not None for void in self.voids)


@dataclass(frozen=True)
class Gathered:
    """All there is of a count. count: None until the box is open and every place agrees.

    beside: what stands beside the closed box. small: channels whose subtotal tells much, as (place id, name), 0 and "" for the tablets: by what was given out
    for them, and by what was counted once the count is complete.
    """

    run: TallyRun
    rules: BallotRules
    places: tuple[CountedPlace, ...]
    consents: tuple[SmallChannelConsent, ...]
    beside: Reckoned
    count: Count | None
    small: tuple[tuple[int, str], ...] = field(default=())

    @property
    def unaccepted(self) -> tuple[ConsentDue, ...]:
        """Return the small channels that fewer than two persons have accepted."""
        limit = self.rules.small_channel_limit
        all_of = [
            ConsentDue(
                id_, name, limit, tuple((c.account_id, c.name) for c in self.consents if c.place_id == id_)
            )
            for id_, name in self.small
        ]
        return tuple(one for one in all_of if len(one.said) < TELLERS)

    @property
    def paper_without_place(self) -> bool:
        """Tell whether paper went out, and no place counts it."""
        return self.beside.paper > 0 and not self.places

    @property
    def place_comes_first(self) -> bool:
        """Tell whether paper is out for which no place counts, beside few electronic ballots.

        Once the box is open these would become one channel of several, and nobody could refuse its subtotal any more.
        """
        return self.paper_without_place and is_few(self.run.issued, self.rules)

    @property
    def titles(self) -> dict[int, str]:
        """Return the projects' titles by ordinal."""
        return self.run.titles

    @property
    def ordinals(self) -> list[int]:
        return sorted(self.titles)

    def decision(self) -> Decision | None:
        """Return the outcome with what the presidium has settled, or None while there is no count."""
        if self.count is None:
            return None
        decided = decide(self.count, self.rules)
        named = frozenset(self.run.by_presidium)
        return settled_by_presidium(decided, named) if named else decided


def gather(run: TallyRun) -> Gathered:
    """Return what the tablets, the tellers and the roster say now."""
    rules = from_document(run.rules)
    places = _counted_places(run)
    consents = tuple(consents_of(run.ballot_uuid))
    beside = reckoned(run.ballot_uuid)
    found = Gathered(run, rules, places, consents, beside, None, _expected_small(run, places, rules))
    agreed = [one.agreed for one in places if one.agreed is not None]
    if run.counts is None or len(agreed) < len(places):
        return found
    channels = (electronic(run, rules), *agreed)
    count = Count(
        due=run.due,
        present=present_at(run, beside),
        paper_on_roll=beside.paper,
        channels=channels,
        on_leave=beside.on_leave,
    )
    small = dict(found.small) | dict(_counted_small(places, channels, rules))
    return replace(found, count=count, small=tuple(small.items()))


def consents_due(run: TallyRun) -> tuple[ConsentDue, ...]:
    """Return what still has to be accepted by two while paper is counted; asks nothing where it is settled."""
    return gather(run).unaccepted if run.state in COUNTING and run.rules["paper_allowed"] else ()


def is_small(run: TallyRun) -> bool:
    """Tell whether a channel of a count was or is so small that two persons have to accept it."""
    return bool(consents_of(run.ballot_uuid) or consents_due(run))


def present_at(run: TallyRun, beside: Reckoned) -> int:
    """Return 实到 of a count, as every screen shows it."""
    return beside.counted_present(due=run.due, present=run.present, tokens=run.issued)


def electronic(run: TallyRun, rules: BallotRules) -> ChannelCount:
    """Return the sealed ballots' count; none of them can be void."""
    counts = run.counts or []
    columns = [(votes,) for votes in counts[0]] if rules.kind is Kind.CHOOSE else [tuple(c) for c in counts]
    ordinals = sorted(int(line["ordinal"]) for line in run.lines)
    lines = tuple(LineCount(ordinal, got) for ordinal, got in zip(ordinals, columns, strict=True))
    return ChannelCount(
        channel=BallotChannel.ELECTRONIC, issued=run.issued, returned=run.cast, void=0, lines=lines
    )


def _counted_places(run: TallyRun) -> tuple[CountedPlace, ...]:
    sheets, voids = sheets_of(run.ballot_uuid), voids_of(run.ballot_uuid)
    ordinals = sorted(int(line["ordinal"]) for line in run.lines)
    return tuple(
        _counted_place(place, sheets.get(place.id, []), voids.get(place.id, []), ordinals)
        for place in places_of(run.ballot_uuid)
    )


def _counted_place(
    place: PaperPlace, sheets: list[PaperSheet], voids: list[VoidPaper], ordinals: list[int]
) -> CountedPlace:
    counts = [sheet_count(sheet, place, ordinals) for sheet in sheets]
    found = CountedPlace(place, tuple(sheets), tuple(voids))
    if len(counts) < TELLERS:
        return found
    differ = differences(counts[0], counts[1])
    confirmed = found.confirmed_voids
    same = None if differ else counts[0]
    agreed = same if confirmed == len(voids) == counts[0].void else None
    return CountedPlace(place, tuple(sheets), tuple(voids), differ, same, agreed)


def _expected_small(
    run: TallyRun, places: tuple[CountedPlace, ...], rules: BallotRules
) -> tuple[tuple[int, str], ...]:
    """Return the channels that will be small by what was given out: known before the box is opened."""
    given = [(one.place.id, one.place.name, one.place.expected) for one in places if one.place.expected]
    if run.issued:
        given.insert(0, (TABLETS, "", run.issued))
    if len(given) == 1:
        return ()
    return tuple((place_id, name) for place_id, name, size in given if is_few(size, rules))


def _counted_small(
    places: tuple[CountedPlace, ...], channels: tuple[ChannelCount, ...], rules: BallotRules
) -> tuple[tuple[int, str], ...]:
    """Return the channels that are small by what was counted."""
    ids = {one.place.name: one.place.id for one in places}
    return tuple((ids.get(one.place, TABLETS), one.place) for one in small_channels(channels, rules))
