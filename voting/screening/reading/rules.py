"""The law of the reading room: the life of a question, what is one's own and how long it is kept. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_
from voting.screening.dossier.states import ProjectState

READABLE = (ProjectState.REVIEWED, ProjectState.FROZEN)
"""The projects of a list that deputies read (shortlist.rules.OPEN_LISTS)."""


class QuestionState(ByName):
    """How far a deputy's question has come."""

    ASKED = "asked"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


_Q = QuestionState
QUESTION: Lifecycle[QuestionState] = Lifecycle(
    start=_Q.ASKED,
    steps={
        (_Q.ASKED, "answer"): _Q.ANSWERED,
        (_Q.ASKED, "pass_on"): _Q.ASKED,
        (_Q.ASKED, "withdraw"): _Q.WITHDRAWN,
        (_Q.ANSWERED, "answer"): _Q.ANSWERED,
    },
    words={_Q.ASKED: N_("等待答复"), _Q.ANSWERED: N_("已答复"), _Q.WITHDRAWN: N_("已收回")},
    step_words={"answer": N_("答复"), "pass_on": N_("转其他单位"), "withdraw": N_("收回提问")},
)
"""A deputy may ask whoever is to answer for a project (《代表法》: 代表审议时可以提出询问，有关机关应当回答); no law sets a limit
for a question before the session, so none is shown."""

MOST_OPEN = 20
"""Unanswered questions of one deputy in a year: more than there are candidates, less than a flood; a default of the program."""
NOTE_LENGTH = 1000
PAGE_BYTES = 4096
"""What is one's own is padded to whole pages of this size, so that its length says nothing."""


def check_asking(unanswered: int) -> None:
    """Raise RuleBroken for a deputy who waits for as many answers as one may wait for."""
    if unanswered >= MOST_OPEN:
        raise RuleBroken("您已有 %(count)s 个提问等待答复，请等答复后再提。", count=unanswered)


@dataclass(frozen=True)
class OwnDesk:
    """What is a deputy's own: the projects he has marked, his note on each; nobody else reads it, and no journal knows."""

    marked: frozenset[int] = frozenset()
    notes: Mapping[int, str] = field(default_factory=dict)

    def with_mark(self, project_id: int, *, marked: bool) -> OwnDesk:
        """Return it with a project marked, or no more."""
        one = frozenset({project_id})
        return replace(self, marked=self.marked | one if marked else self.marked - one)

    def with_note(self, project_id: int, text: str) -> OwnDesk:
        """Return it with this note on a project; an empty one is none."""
        others = {key: said for key, said in self.notes.items() if key != project_id}
        return replace(self, notes={**others, project_id: text} if text else others)

    def written(self) -> bytes:
        """Return it as it is sealed: JSON, blanks at its end up to whole pages."""
        notes = {str(key): self.notes[key] for key in sorted(self.notes)}
        raw = json.dumps({"marked": sorted(self.marked), "notes": notes}, ensure_ascii=False).encode()
        return raw + b" " * (-len(raw) % PAGE_BYTES)


def read_desk(raw: bytes) -> OwnDesk:
    """Return what was written."""
    found = json.loads(raw)
    return OwnDesk(frozenset(found["marked"]), {int(key): text for key, text in found["notes"].items()})
