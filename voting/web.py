"""HTTP for the whole program: the one table from domain error to status, and the headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, current_app, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as AnyResponse

from voting.core import refused_form
from voting.core.allowed_signs import holds_refused
from voting.core.db import Written, account_of, db, written
from voting.core.errors import (
    DomainError,
    NotAllowed,
    NotFound,
    NotSignedIn,
    RuleBroken,
    TooManyTries,
    WrongMoment,
)
from voting.core.form_after_sign_in import Kept, seal
from voting.core.refused_form import Back
from voting.core.sentences import sentence
from voting.core.text import N_
from voting.people.access import ask_no_more, asks_to_sign_in, person_of_session
from voting.people.forms import SignInForm
from voting.people.queries import sign_in_page

STATUS: dict[type[DomainError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    WrongMoment: 409,
    RuleBroken: 422,
    TooManyTries: 429,
}
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; worker-src 'self'; "
    "manifest-src 'self'; media-src 'self'"
)
SENTENCES = {
    400: N_("浏览器送来的内容不完整。"),
    404: N_("没有这个页面。"),
    405: N_("这个地址不接受这种操作。"),
    413: N_("送来的内容太大：每个文件不超过 10 MB，一次合计不超过 60 MB。"),
    415: N_("送来的内容格式不对。"),
    429: N_("操作太频繁，请稍后再试。"),
    500: N_("程序出了错，刚才的操作没有保存。请重试；若仍不行，请联系管理员。"),
}
UNFORESEEN = {
    Written.NOTHING: SENTENCES[500],
    Written.ALL: N_(
        "刚才的操作已经保存，但回复没有做成。请不要重复提交，刷新页面查看结果；若仍不行，请联系管理员。"
    ),
    Written.PARTLY: N_(
        "程序出了错，刚才的操作可能只保存了一部分。请刷新页面查看，再决定要不要重做；若仍不行，请联系管理员。"
    ),
    Written.UNKNOWN: N_(
        "数据库在保存时断开，不能确定刚才的操作是否已经保存。请刷新页面查看，再决定要不要重做。"
    ),
}
"""What is said of an error, by what the request had saved before it."""
Answer = AnyResponse | tuple[str | Response, int]


class RowNumber(IntegerConverter):
    """A number in an address that a database can hold (32 bits); a larger one names nothing: 404."""

    def __init__(self, map_: Map, **limits: int) -> None:
        super().__init__(map_, **({"max": 2**31 - 1} | limits))  # type: ignore[arg-type]  # its own keywords


def speaks_json() -> bool:
    """Tell whether the caller is a program that expects JSON rather than a person who reads a page."""
    return (
        request.path.startswith(("/booth/", "/ballots/", "/ceremony/"))
        or request.path.endswith(".json")
        or request.accept_mimetypes.best == "application/json"
    )


def show(status: int, text: str, code: str, **told: str) -> Answer:
    """Answer with a sentence: in the form that was sent, as a page, or as JSON. told: further fields for programs."""
    if speaks_json():
        return jsonify(error={"code": code, "message": text, **told}), status
    pairs = () if refused_form.is_foreign() else refused_form.sent()
    back = Back(text, files=refused_form.sent_files())
    for page in refused_form.pages() if refused_form.holds_more_than_a_button(pairs) or back.files else ():
        kept = Kept(page, request.path, pairs, person_of_session())
        answer = refused_form.shown_again(kept, back, status)
        if answer is not None:
            return answer
    return bare(status, text, refused_form.words(pairs))


@dataclass(frozen=True)
class ErrorPage:
    """What stands below the sentence. hint: what may be done about it (a message id); left: what somebody wrote."""

    hint: str
    left: Sequence[str]


HINTS = {
    HTTPStatus.UNAUTHORIZED: N_("请先登录，再回到这个页面。"),
    HTTPStatus.FORBIDDEN: N_("如果您认为应当可以办理，请联系本级人大工作人员。"),
    HTTPStatus.NOT_FOUND: N_("地址可能输错了，也可能这一项已经不在这里。"),
    HTTPStatus.CONFLICT: N_("情况可能刚刚变了，请重新打开这一页再看。"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_("没有保存。请返回上一页，少选几个文件或者换小一点的，再提交。"),
    HTTPStatus.TOO_MANY_REQUESTS: N_("稍等几分钟再试；反复出现请联系工作人员。"),
}
"""What may be done about an answer that is none, by its status."""


def hint_of(status: int) -> str:
    """Return what may be done about it (a message id)."""
    if status in HINTS:
        return HINTS[HTTPStatus(status)]
    refused = request.method == "POST" and status < HTTPStatus.INTERNAL_SERVER_ERROR
    return N_("没有提交，什么都没有改变。") if refused else N_("请稍后再打开这一页。")


def bare(status: int, text: str, words: Sequence[str] = ()) -> Answer:
    """Answer with a page of one sentence; words: what somebody wrote whose form is not to be had, to copy it."""
    g.form_answered = True
    page = ErrorPage(hint_of(status), words)
    return render_template("error.html", message=text, status=status, page=page), status


def to_sign_in() -> Answer:
    """Ask to sign in; what was being filled in travels on, sealed, and is shown again afterwards."""
    if request.method == "GET":
        return redirect(url_for("people.sign_in_page", next=request.full_path.rstrip("?")), 303)
    g.form_answered = True
    pairs = () if refused_form.is_foreign() else refused_form.sent()
    page = next(iter(refused_form.pages()), "")
    kept = Kept(page, request.path, pairs, person_of_session())
    sealed = seal(kept, current_app.extensions["settings"].secret_key) if refused_form.words(pairs) else ""
    if not sealed:
        return redirect(url_for("people.sign_in_page", next=page or None), 303)
    form = SignInForm(formdata=None)
    return render_template("people/sign_in.html", form=form, page=sign_in_page(page, sealed)), 401


def unforeseen(error: Exception) -> Answer:
    """Write down what nobody foresaw, and say what has become of the deed; asks the database nothing more."""
    current_app.logger.error("unforeseen: %s", account_of(error))
    saved = written()
    db.session.rollback()
    ask_no_more()
    text = _(UNFORESEEN[saved])
    if speaks_json():
        return jsonify(error={"code": "Http500", "message": text}), 500
    lost = saved is Written.NOTHING and not refused_form.is_foreign()
    return bare(500, text, refused_form.words(refused_form.sent()) if lost else ())


def register_errors(app: Flask) -> None:
    """Show every error as a sentence with its status; send those who are not signed in to sign in."""

    @app.errorhandler(DomainError)
    def domain(error: DomainError) -> Answer:
        status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
        if isinstance(error, NotSignedIn) and not speaks_json():
            return to_sign_in()
        return show(status, sentence(error), type(error).__name__, **error.told)

    @app.errorhandler(StaleDataError)
    def stale(_error: StaleDataError) -> Answer:
        return show(409, _("别人刚刚改动了这一项。"), "Stale")

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Answer:
        if asks_to_sign_in() and not speaks_json():
            return to_sign_in()
        return show(400, _("这一页打开得太久，要再确认一次。"), "Csrf")

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Answer:
        status = error.code or 500
        if status < HTTPStatus.BAD_REQUEST:
            return error.get_response()
        return show(status, _(SENTENCES.get(status, SENTENCES[400])), f"Http{status}")

    @app.errorhandler(DataError)
    def unstorable(error: DataError) -> Answer:
        app.logger.error("unstorable: %s", account_of(error))  # a field should have refused it
        return show(422, _("送来的文字或者数字无法保存，请检查后重试。"), "Unstorable")

    app.register_error_handler(Exception, unforeseen)


def register_edge(app: Flask) -> None:
    """Answer 404 to addresses with signs that are no text (NUL, control characters), 400 to a Host that is none.

    What forms carry is refused at its field (core.fields). To be registered before anything that reads the address.
    """

    @app.before_request
    def from_somewhere() -> Response | None:
        if isinstance(
            request.routing_exception, BadRequest
        ):  # a Host that is none: no page can say where it stands
            return Response(_(SENTENCES[400]), 400, mimetype="text/plain")
        return None

    @app.before_request
    def in_words() -> None:
        named = [value for value in (request.view_args or {}).values() if isinstance(value, str)]
        asked = [text for pair in request.args.items(multi=True) for text in pair]
        if any(map(holds_refused, named + asked)):
            raise NotFound("没有这个页面。")


def register_headers(app: Flask, *, behind_tls: bool) -> None:
    """Put the safety headers on every answer; pages are never kept by caches, files of ours are."""

    @app.after_request
    def headers(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if behind_tls:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static" and "Cache-Control" not in answer.headers:
            answer.headers["Cache-Control"] = "no-store"
        return answer
