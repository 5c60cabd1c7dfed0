"""The chair's script as a document (主持词): facts only; core.typeset sets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from voting.congress.documents.contents import Heading, chinese_date, paper
from voting.core.normalise import numeral
from voting.core.typeset import Document
from voting.hall.script.known import Lines


@dataclass(frozen=True)
class Section:
    """An act as it is printed. group: the heading under which it stands with its neighbours, "" for none."""

    title: str
    group: str
    lines: Lines


def script(top: Heading, sections: Sequence[Section], reserve: Sequence[tuple[str, Lines]]) -> Document:
    """Return the script of a sitting. reserve: what is said if something does not go as planned, by its occasion."""
    acts = []
    group = ""
    for n, one in enumerate(sections, 1):
        acts.append(_act(numeral(n), one.title, one.lines, one.group if one.group != group else ""))
        group = one.group
    facts = {
        "standing": chinese_date(top.on),
        "acts": acts,
        "reserve": [_act(numeral(n), title, lines) for n, (title, lines) in enumerate(reserve, 1)],
    }
    return paper(top, "chair_script", f"{top.meeting}主持词", facts)


def _act(number: str, title: str, lines: Lines, group: str = "") -> dict[str, Any]:
    return {"number": number, "title": title, "group": group, "lines": [[one.text, one.cue] for one in lines]}
