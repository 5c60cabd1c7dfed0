"""What the chair's script is made from: what is known of a sitting, its motions and its ballots. Pure; Chinese by nature.

What is not known yet is None, and printed as a blank to be filled in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from voting.ballot.figures.rules import BallotFigures
from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules
from voting.core.normalise import numeral

BLANK = "＿＿"


@dataclass(frozen=True)
class Spoken:
    """A line of the script. cue: not read aloud, but done."""

    text: str
    cue: bool = False


Lines = tuple[Spoken, ...]


def say(*texts: str) -> Lines:
    """Return what is read aloud, one paragraph each; empty ones are left out."""
    return tuple(Spoken(text) for text in texts if text)


def cue(text: str) -> Spoken:
    return Spoken(f"（{text}）", cue=True)


def figure(number: int | None) -> str:
    """Return a figure as it is read, or a blank."""
    return BLANK if number is None else str(number)


@dataclass(frozen=True, kw_only=True)
class Heads:
    """应到, 实到, 请假, 法定人数 of a plenary meeting. quorum: 0 where none is asked for."""

    due: int | None = None
    present: int | None = None
    on_leave: int | None = None
    quorum: int | None = None

    @property
    def absent(self) -> int | None:
        return None if self.due is None or self.present is None else self.due - self.present

    @property
    def too_few(self) -> bool:
        return self.present is not None and self.quorum is not None and self.present < self.quorum


@dataclass(frozen=True)
class Hands:
    """A motion and its show of hands. figures: 赞成, 反对, 弃权, None for what is not counted; carried: as recorded."""

    title: str
    figures: tuple[int | None, int | None, int | None] = (None, None, None)
    carried: bool = True


@dataclass(frozen=True)
class ResultLine:
    """What came of a project. said: its standing or grade; votes: word and figure each, none where they are not told."""

    ordinal: int
    title: str
    said: str
    votes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class SpokenResult:
    """A result that the presidium has confirmed. chosen, tied: ordinals; places: what the tied share; vacant: unfilled."""

    issued: int
    returned: int
    valid: int
    lines: tuple[ResultLine, ...]
    chosen: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    places: int = 0
    vacant: int = 0
    void: str = ""


@dataclass(frozen=True, kw_only=True)
class Voted:
    """A ballot, or the one that will be ordered. rules: None where they do not hold together; candidates: how many.

    figures: None before tokens go out. drawing: the box is closed and tokens go out. declared: its result is read out before the proclamation. number: of the
    proclamation, 0 for none. deferred: what must follow waits for the next session.
    """

    title: str
    rules: BallotRules | None = None
    candidates: int | None = None
    seats: int | None = None
    cards: bool = False
    figures: BallotFigures | None = None
    drawing: bool = False
    closed: bool = False
    fingerprint: str = ""
    result: SpokenResult | None = None
    declared: bool = False
    number: int = 0
    deferred: bool = False

    @property
    def evaluates(self) -> bool:
        return self.rules is not None and self.rules.kind is Kind.EVALUATE

    @property
    def verb(self) -> str:
        return "测评" if self.evaluates else "票决"

    @property
    def what(self) -> str:
        """Return what is valid or void: 票决, or the evaluation."""
        return f"本次{self.verb}"

    @property
    def on_paper(self) -> bool:
        return self.rules is not None and self.rules.paper_allowed

    @property
    def paper_uncounted(self) -> bool:
        """Tell whether paper went out of which nobody knows yet how much came back."""
        return self.result is None and self.figures is not None and self.figures.papers > 0


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known when an act comes. who: 代表, or 组成人员 of a standing committee; officers: posts with their names.

    plenary, plenaries: number of this plenary meeting, and how many there are. together: the ballots of one draw.
    """

    meeting: str
    place: str
    year: int
    who: str = "代表"
    township: bool = False
    plenary: int = 1
    plenaries: int = 1
    heads: Heads = Heads()
    officers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    vote: Voted
    together: tuple[Voted, ...] = ()

    @property
    def draw(self) -> tuple[Voted, ...]:
        """Return what is drawn together, as it is cast."""
        return self.together or (self.vote,)

    @property
    def titles(self) -> str:
        """Return what is drawn together, by title."""
        return "、".join(one.title for one in self.draw)

    @property
    def everybody(self) -> str:
        return f"各位{self.who}"

    @property
    def clerks(self) -> str:
        """Return who reads drafts aloud; a township's session has no secretary general and no secretariat of its own."""
        return "工作人员" if self.township else "大会秘书处工作人员"

    @property
    def presidium(self) -> str:
        return "主席团" if self.township else "大会主席团"

    @property
    def method(self) -> str:
        """Return what the method of the year is called, as the draft has it."""
        what = "民生实事项目满意度测评" if self.vote.evaluates else "民生实事项目人大代表票决"
        return f"《{self.place}{self.year}年{what}办法（草案）》"

    @property
    def sitting(self) -> str:
        """Return what this plenary meeting is called: with its number where there are several."""
        return "本次会议" if self.plenaries == 1 else self.named

    @property
    def named(self) -> str:
        """Return what stands behind the meeting's title: nothing where it has one plenary meeting alone."""
        return "" if self.plenaries == 1 else f"第{numeral(self.plenary)}次全体会议"
