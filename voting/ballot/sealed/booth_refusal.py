"""Why the booth refuses, as status, code and sentence. Reads no cookie to find the language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import request
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from voting.ballot.order.models import Withdrawn
from voting.ballot.sealed.keys import ReceiptKeyGone
from voting.ballot.sealed.tokens import KeyGone
from voting.ballot.sealed.verifiers import QueueFull
from voting.belenios.errors import DoesNotHold, Malformed
from voting.core.db import passes_by_itself
from voting.core.errors import NotFound
from voting.core.text import N_

SENTENCES = {
    "TooEarly": N_("投票还没有开始。"),
    "Withdrawn": N_("票箱已经撤回、重新准备：这次领的票和印的票卡不再有效，请重新领票。"),
    "Closed": N_("投票已经结束，票箱已关闭。"),
    "Spent": N_("这张票已经投过，不能再投另一张。"),
    "Challenged": N_("这张加密票已作抽检，不能再投，请重新填写。"),
    "Voided": N_("这张票卡已经作废。"),
    "NotStored": N_("票箱里没有这张票。"),
    "NoCard": N_("没有这张票卡，或者已经作废。"),
    "NotChallenged": N_("没有抽检过这张票。"),
    "NoChallenge": N_("这次票决不开放抽检。"),
    "TooManyFailures": N_("这张票多次未通过校验，请到工作人员处处理。"),
    "Malformed": N_("选票的格式不正确。"),
    "DoesNotHold": N_("选票的校验没有通过。"),
    "TooLarge": N_("送来的内容太大。"),
    "Busy": N_("投票的人较多，正在排队，平板会自动重试。"),
    "NotFound": N_("没有这次票决。"),
    "NoReceipts": N_(
        "服务器的 DATA/keys 里没有本次票决的回执密钥，投票得不到有效回执，这张票没有收下，平板会保留并自动重试。"
        "请报告工作人员：从备份恢复 DATA/keys，或者宣布本次票决作废，重新票决。"
    ),
    "Fault": N_("刚才没有投成，平板会自动重试。"),
}


class Refusal(Exception):
    """A refusal of the booth. reason: what exactly does not hold, as the cryptography says it; told: further fields."""

    def __init__(
        self, status: int, code: str, reason: str = "", told: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.reason = reason
        self.told = told

    def sentence(self) -> str:
        """Return the sentence in the language the browser asks for."""
        wanted = request.accept_languages.best_match(["zh", "en"], "zh")
        with force_locale("en" if wanted == "en" else "zh_CN"):
            sentence: str = _(SENTENCES[self.code])
        return f"{sentence} ({self.reason})" if self.reason else sentence


KNOWN: tuple[tuple[type[Exception], int, str], ...] = (
    (QueueFull, 503, "Busy"),
    (NotFound, 404, "NotFound"),
    (ReceiptKeyGone, 409, "NoReceipts"),
    (KeyGone, 503, "Fault"),
)


def refusal_of(error: Exception) -> Refusal:
    """Return the refusal that an error amounts to; what is not foreseen stored nothing, and is tried again."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Malformed | DoesNotHold):
        return Refusal(400 if isinstance(error, Malformed) else 422, type(error).__name__, error.reason)
    if isinstance(error, Withdrawn):
        return Refusal(409, "Withdrawn", told=error.told)
    if isinstance(error, HTTPException):
        return Refusal(413, "TooLarge") if error.code == 413 else Refusal(error.code or 500, "Malformed")  # noqa: PLR2004
    if passes_by_itself(error):
        return Refusal(503, "Busy")
    known = (Refusal(status, code) for kind, status, code in KNOWN if isinstance(error, kind))
    return next(known, Refusal(500, "Fault"))
