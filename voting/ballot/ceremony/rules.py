"""The law of the key ceremony: states, tables, pure functions. Pure."""

from __future__ import annotations

from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_

IN_USE = N_("已有票决使用这把钥匙，不能更换监票人；请作废该票决后另行生成。")


class CeremonyState(ByName):
    """How far the scrutineers' key has come: three rounds, then the fingerprint is compared aloud."""

    CERTIFYING = "certifying"
    DEALING = "dealing"
    FINISHING = "finishing"
    COMPARING = "comparing"
    DONE = "done"
    FAILED = "failed"


CEREMONY: Lifecycle[CeremonyState] = Lifecycle(
    start=CeremonyState.CERTIFYING,
    steps={
        (CeremonyState.CERTIFYING, "certified"): CeremonyState.DEALING,
        (CeremonyState.DEALING, "dealt"): CeremonyState.FINISHING,
        (CeremonyState.FINISHING, "finished"): CeremonyState.COMPARING,
        (CeremonyState.COMPARING, "confirmed"): CeremonyState.DONE,
        (CeremonyState.CERTIFYING, "fail"): CeremonyState.FAILED,
        (CeremonyState.DEALING, "fail"): CeremonyState.FAILED,
        (CeremonyState.FINISHING, "fail"): CeremonyState.FAILED,
        (CeremonyState.COMPARING, "fail"): CeremonyState.FAILED,
        (CeremonyState.DONE, "fail"): CeremonyState.FAILED,
    },
)

ROUND_OF: dict[CeremonyState, int | str] = {
    CeremonyState.CERTIFYING: 1,
    CeremonyState.DEALING: 2,
    CeremonyState.FINISHING: 3,
    CeremonyState.COMPARING: "done",
    CeremonyState.DONE: "done",
    CeremonyState.FAILED: "failed",
}
