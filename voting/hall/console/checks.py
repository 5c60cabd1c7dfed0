"""The conditions of a step that are worth reading although they hold, of each ballot that is drawn together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from voting.ballot.figures.rules import BallotFigures
from voting.belenios.fingerprint import grouped
from voting.hall.course.facts import State, Turnout


@dataclass(frozen=True)
class CheckShown:
    """A condition. ready: True, False, or None for something to mind."""

    ready: bool | None
    text: str
    url: str | None = None
    label: str | None = None


def checks_of(state: State, step: str) -> tuple[CheckShown, ...]:
    """Return the conditions of a step that are worth reading although they hold, of each ballot that is drawn together."""
    if step == "open_voting":
        return (*of_each(state, opening_checks), quorum_check(state))
    if step == "close_voting":
        return (*joint_check(state), *of_each(state, closing_checks))
    return ()


def joint_check(state: State) -> tuple[CheckShown, ...]:
    """Return that what was drawn together ends together: no deputy could be told which of his ballots still counts."""
    if len(state.together) < 2:  # noqa: PLR2004
        return ()
    text = _("一次领取的 %(n)s 张票同时停止投票，确认一次，各自封箱。", n=len(state.together))
    return (CheckShown(ready=None, text=text),)


def of_each(state: State, checks: Callable[[Turnout], tuple[CheckShown, ...]]) -> tuple[CheckShown, ...]:
    """Return the checks of every ballot of this draw, under its title where there are several."""
    if len(state.together) < 2:  # noqa: PLR2004
        return tuple(check for one in state.together for check in checks(one))
    return tuple(
        replace(check, text=_("%(title)s：%(check)s", title=one.ballot.title, check=check.text))
        for one in state.together
        for check in checks(one)
    )


def opening_checks(one: Turnout) -> tuple[CheckShown, ...]:
    """Return what is read aloud before voting begins: the empty box, its characters, who has drawn."""
    figures = one.figures
    zero = _("零票：票箱内 %(cast)s 票；零票报告已可打印签字。", cast=figures.cast)
    late = _("还有 %(left)s 位实到代表没有领票；投票开始后仍可领票。", left=figures.undrawn)
    sealed = _("票箱已封闭，核对码 %(mark)s。", mark=grouped(one.ballot.fingerprint or ""))
    return (
        CheckShown(ready=figures.cast == 0, text=zero),
        CheckShown(ready=True, text=sealed),
        drawn_check(figures, late),
    )


def closing_checks(one: Turnout) -> tuple[CheckShown, ...]:
    """Return who would lose his vote if voting ended now."""
    late = _("还有 %(left)s 位实到代表没有领票；停止以后不能再领。", left=one.figures.undrawn)
    return drawn_check(one.figures, late), cast_check(one.figures), *paper_checks(one.figures)


def drawn_check(figures: BallotFigures, late: str) -> CheckShown:
    """Return whether every deputy present has drawn. late: what is said when some have not."""
    if figures.undrawn > 0:
        return CheckShown(ready=None, text=late)
    drawn = _("发出 %(issued)s 票，等于实到人数。", issued=figures.issued)
    return CheckShown(ready=figures.issued > 0 or None, text=drawn)


def cast_check(figures: BallotFigures) -> CheckShown:
    """Return whether every token that went out has been cast: totals, never who."""
    if figures.uncast:
        text = _(
            "已领电子票 %(issued)s，还有 %(left)s 票没有投出；停止后计为未收回。",
            issued=figures.tokens,
            left=figures.uncast,
        )
        return CheckShown(ready=None, text=text)
    return CheckShown(ready=True, text=_("电子票发出 %(issued)s，已全部投出。", issued=figures.tokens))


def paper_checks(figures: BallotFigures) -> tuple[CheckShown, ...]:
    """Return what is said of paper that went out: neither missing nor returned until the tellers count it."""
    if not figures.papers:
        return ()
    return (CheckShown(ready=None, text=_("纸质票 %(n)s 张，由计票室清点。", n=figures.papers)),)


def quorum_check(state: State) -> CheckShown:
    """Return whether as many are here as the quorum asks for."""
    text = _("现在在场 %(here)s 人，法定人数 %(quorum)s 人。", here=state.figures.here, quorum=state.quorum)
    return CheckShown(ready=state.quorum_reached, text=text)
