"""What scrutineers compare between their devices, print and hall screen. Pure."""

from __future__ import annotations

from voting.core.lifecycle import ByName
from voting.core.text import N_


class Compared(ByName):
    """What is compared: the key's digits while it is made; roll, box and outcome when the box is opened."""

    KEY = "key"
    ROLL = "roll"
    BOX = "box"
    OUTCOME = "outcome"


OF_A_BALLOT = frozenset({Compared.ROLL, Compared.BOX, Compared.OUTCOME})

DIFFERS: dict[Compared, str] = {
    Compared.KEY: N_("开箱钥匙的核对码不一致"),
    Compared.ROLL: N_("领票名单的校验码不一致"),
    Compared.BOX: N_("票箱校验码不一致"),
    Compared.OUTCOME: N_("计票结果不一致"),
}
"""What is told of a difference, wherever it is told."""
