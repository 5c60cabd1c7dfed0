"""HTTP for the whole program: the one table from domain error to status, and the headers."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as AnyResponse

from voting.core.errors import (
    DomainError,
    NotAllowed,
    NotFound,
    NotSignedIn,
    RuleBroken,
    TooManyTries,
    WrongMoment,
)
from voting.core.text import N_

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
    400: "浏览器送来的内容不完整，请返回上一页重试。",
    404: "没有这个页面。",
    405: "这个地址不接受这种操作。",
    413: N_("送来的内容太大：每个文件不超过 10 MB，一次合计不超过 60 MB。"),
    415: "送来的内容格式不对。",
    429: "操作太频繁，请稍后再试。",
    500: "程序出了错，刚才的操作没有保存。请重试；若仍不行，请联系管理员。",
}
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


def show(status: int, sentence: str, code: str) -> Answer:
    """Answer with a sentence, as a page or as JSON."""
    if speaks_json():
        return jsonify(error={"code": code, "message": sentence}), status
    return render_template("error.html", message=sentence, status=status), status


def register_errors(app: Flask) -> None:
    """Show every error as a sentence with its status; send those who are not signed in to sign in."""

    @app.errorhandler(DomainError)
    def domain(error: DomainError) -> Answer:
        status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
        if isinstance(error, NotSignedIn) and not speaks_json():
            wanted = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("people.sign_in_page", next=wanted), 303)
        values = {key: _(value) if isinstance(value, str) else value for key, value in error.values.items()}
        sentence = _(error.message) % values if values else _(error.message)
        return show(status, sentence, type(error).__name__)

    @app.errorhandler(StaleDataError)
    def stale(_error: StaleDataError) -> Answer:
        return show(409, _("别人刚刚改动了这一项，请刷新后再办理。"), "Stale")

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Answer:
        return show(400, _("页面停留过久，请返回上一页刷新后重试。"), "Csrf")

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Answer:
        status = error.code or 500
        if status < HTTPStatus.BAD_REQUEST:
            return error.get_response()
        return show(status, _(SENTENCES.get(status, SENTENCES[400])), f"Http{status}")

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Answer:
        app.logger.error("unforeseen", exc_info=error)
        return show(500, _(SENTENCES[500]), "Http500")


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
