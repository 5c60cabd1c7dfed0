"""What was typed is given back: a form that was refused is answered by its own page with everything as it was sent.

Holds for every form of the program, also where a view answers with an error and no page. A view need not take part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

from flask import Flask, Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException

from voting.core.db import db
from voting.core.form_after_sign_in import Kept
from voting.core.form_page import TOKEN, Pairs, fill, form_for
from voting.core.own_path import own_path

PAGE = "form_page"
"""The hidden field that names the page on which a form stands, once its address has become that of the deed."""

DONE, DONE_SECONDS = "form_done", 60
UNSAID = {TOKEN, "nonce", "next", "kept"}
SECRET_FIELDS = frozenset({"password", "pin", "old", "new", "again", "secret", "tablet"})
"""Fields of what only the person should know: no page ever says them back."""
TYPED = ("application/x-www-form-urlencoded", "multipart/form-data")
OK = 200
MAIN = re.compile(r"<main[^>]*>")
SECRETIVE = {"people", "accounts"}
"""Rooms whose forms hold secrets: what was typed there is not carried on."""


@dataclass(frozen=True)
class Back:
    """A sentence with what is given back. left: what the form has no place for any more; files: to be chosen again."""

    sentence: str = ""
    left: Sequence[str] = ()
    files: bool = False
    page: str = ""


def sent() -> tuple[tuple[str, str], ...]:
    """Return the names and values of the form that the browser sent; nothing for a body that cannot be read."""
    if request.method != "POST" or request.mimetype not in TYPED:
        return ()
    try:
        return tuple((name, value) for name, value in request.form.items(multi=True) if name != PAGE)
    except HTTPException:
        return ()


def holds_more_than_a_button(pairs: Pairs) -> bool:
    """Tell whether the form brought anything but the token against forgery."""
    return any(name != TOKEN for name, _ in pairs)


def sent_files() -> bool:
    """Tell whether files came with the form: a browser cannot be given those back."""
    return bool(sent()) and any(file.filename for file in request.files.values())


def is_foreign() -> bool:
    """Tell whether another site's page sent this: its words are not shown as if somebody had typed them here."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return origin is not None and whole(origin).netloc != request.host


def whole(address: str) -> SplitResult:
    """Return an address in its parts; empty for one that is none, as a header may hold anything."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def pages() -> list[str]:
    """Return the pages of this site on which the form may stand, the likeliest first."""
    came = whole(request.headers.get("Referer", ""))
    path = f"{came.path}?{came.query}" if came.query else came.path
    named = [
        request.form.get(PAGE, "") if sent() else "",
        path if came.netloc == request.host else "",
        quote(request.path),
    ]
    return list(dict.fromkeys(found for found in map(own_path, named) if found and is_page(found)))


def is_page(path: str) -> bool:
    """Tell whether the program has a page at this path."""
    try:
        adapter = current_app.create_url_adapter(request)
        assert adapter is not None
        adapter.match(unquote(urlsplit(path).path), method="GET")
    except HTTPException:
        return False
    return True


def page_at(path: str, cookie: tuple[str, str] | None = None) -> Response:
    """Return what this browser would get if it opened a page now. cookie: one that it was given just now."""
    split = urlsplit(path)
    environ: dict[str, Any] = {
        key: value for key, value in request.environ.items() if not key.startswith("werkzeug.")
    }
    environ |= {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(split.path).encode().decode("latin-1"),
        "QUERY_STRING": split.query,
        "CONTENT_LENGTH": "0",
        "CONTENT_TYPE": "",
        "wsgi.input": BytesIO(),
    }
    if cookie is not None:
        cookies = request.cookies.to_dict() | dict([cookie])
        environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    db.session.rollback()  # what was read for the refused deed must not hold back anybody
    with app.app_context(), app.request_context(environ):
        answer: Response = app.full_dispatch_request()
    return answer


def fill_in(answer: Response, kept: Kept, back: Back) -> bool:
    """Put what was sent into the form of this answer; False when no form that takes words stands there."""
    if answer.mimetype != "text/html" or answer.is_streamed:
        return False
    text = answer.get_data(as_text=True)
    form = form_for(text, kept.page, kept.action, kept.sent)
    if form is None or not form.takes_words():
        return False
    left = [value for _, value in fill(text, form, kept.sent).left]
    note = render_template("refused_form.html", page=Back(back.sentence, left, back.files, kept.page))
    answer.set_data(fill(text, form, kept.sent, note).text)
    return True


def shown_again(
    kept: Kept, back: Back, status: int = OK, cookie: tuple[str, str] | None = None
) -> Response | None:
    """Return the form's own page with everything as it was sent; None where page or form is not to be had."""
    answer = page_at(kept.page, cookie)
    if answer.status_code != OK or not fill_in(answer, kept, back):
        return None
    answer.status_code = status
    g.form_answered = True
    return answer


def give_back_what_views_refuse(app: Flask) -> None:
    """Fill in the form also where a view itself shows its page again: no view can forget a field."""

    @app.after_request
    def give_back(answer: Response) -> Response:
        refused = HTTPStatus.BAD_REQUEST <= answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        if refused and "form_answered" not in g and (pairs := sent()) and not is_foreign():
            page = next(iter(pages()), "")
            if not fill_in(answer, Kept(page, request.path, pairs, None), Back(page=page)):
                list_words(answer, words(pairs))
        return answer


def list_words(answer: Response, left: Sequence[str]) -> None:
    """Put what somebody wrote at the head of a page on which its form no longer stands (the step was taken meanwhile)."""
    if answer.mimetype == "text/html" and not answer.is_streamed and left:
        note = render_template("refused_form.html", page=Back(left=left))
        text = answer.get_data(as_text=True)
        answer.set_data(MAIN.sub(lambda found: found[0] + note, text, count=1))


def tell_drafts_what_was_taken(app: Flask) -> None:
    """Name the deed that a form was taken for to the page that follows: it drops the draft kept on the device."""

    @app.after_request
    def taken(answer: Response) -> Response:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        if sent() and answer.status_code == HTTPStatus.SEE_OTHER and "form_answered" not in g:
            value = quote(request.path)
            answer.set_cookie(DONE, value, max_age=DONE_SECONDS, secure=secure, httponly=True, samesite="Lax")
        elif DONE in request.cookies and answer.mimetype == "text/html" and answer.status_code == OK:
            answer.delete_cookie(DONE, secure=secure, httponly=True, samesite="Lax")
        return answer


def words(pairs: Pairs) -> list[str]:
    """Return what somebody wrote in the form that was sent just now; nothing of the rooms whose forms hold secrets."""
    return [] if request.blueprint in SECRETIVE else written(pairs)


def written(pairs: Pairs) -> list[str]:
    """Return what somebody wrote, to read and copy where its form cannot be shown: longer than a mark or a number."""
    unsaid = UNSAID | SECRET_FIELDS
    return [value for name, value in pairs if name not in unsaid and len(value.strip()) > 1]
