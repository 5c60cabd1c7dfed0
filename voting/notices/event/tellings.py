"""How rows of the table of events are written. Pure."""

from __future__ import annotations

from typing import Any

from voting.notices.event.rules import About, NoticeKind, Telling, Whom


def told(whom: str, kind: NoticeKind, words: str, page: str, **more: Any) -> Telling:  # noqa: ANN401  as Telling has them
    return Telling(
        whom=frozenset(Whom(one) for one in whom.split()), kind=kind, words=words, page=page, **more
    )


def of_commitment(whom: str, kind: NoticeKind, words: str, page: str, **more: Any) -> Telling:  # noqa: ANN401
    """Return what is told of a commitment."""
    return told(whom, kind, words, page, about=About.COMMITMENT, **more)


def step(*names: str) -> dict[str, frozenset[str]]:
    return {"step": frozenset(names)}
