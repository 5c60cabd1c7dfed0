"""The chair's script as one table: for each act of the hall's course the words that the chair says. Pure.

Source: docs/rules.md, "The order of acts"; the words are those of practice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from voting.hall.course.moment import Act
from voting.hall.script import ballot_words as ballot
from voting.hall.script import draw_words as drawing
from voting.hall.script import plenary_words as plenary
from voting.hall.script.known import Known, Lines

Words = Callable[[Known], Lines]

WORDS: Mapping[Act, Words] = {
    Act.CONVENE: plenary.convene,
    Act.CHECK_IN: plenary.check_in,
    Act.QUORUM: plenary.quorum,
    Act.METHOD: plenary.method,
    Act.SCRUTINEERS: plenary.scrutineers,
    Act.KEYS: plenary.keys,
    Act.ORDER: ballot.order,
    Act.DRAW: drawing.draw,
    Act.OPEN: drawing.open_voting,
    Act.CLOSE: drawing.close_voting,
    Act.RECONCILE: ballot.reconcile,
    Act.CONSENT: ballot.consent,
    Act.SAMPLE: ballot.sample,
    Act.UNSEAL: ballot.unseal,
    Act.COUNT: ballot.count,
    Act.SIGN: ballot.sign,
    Act.CONFIRM: ballot.confirm,
    Act.DECLARE: ballot.declare,
    Act.FURTHER: ballot.further,
    Act.ANNOUNCE: ballot.announce,
    Act.REST: plenary.rest,
    Act.END: plenary.end,
    Act.ARCHIVE: plenary.archive,
}
"""What an act comes to is said at the next one: hands once counted, 收回 once the box is closed."""


def words_of(act: Act, known: Known) -> Lines:
    """Return what the chair says at an act."""
    return WORDS[act](known)
