"""How a page is shown to this browser: language, theme, type size. Kept in cookies, known before sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, request
from werkzeug import Response

from voting.core.access import public
from voting.core.own_path import own_path

LOCALES = {"zh": "zh_CN", "en": "en"}
CHOICES: dict[str, tuple[str, ...]] = {
    "locale": tuple(LOCALES),
    "theme": ("auto", "light", "dark", "contrast"),
    "type": ("normal", "large", "largest"),
}
YEAR_SECONDS = 365 * 24 * 3600

blueprint = Blueprint("display", __name__)


@dataclass(frozen=True)
class Display:
    """locale: zh or en; lang: for the page's lang attribute; theme, type: as in CHOICES."""

    locale: str
    theme: str
    type: str

    @property
    def lang(self) -> str:
        return "zh-CN" if self.locale == "zh" else "en"


def display() -> Display:
    """Return what this browser chose, with Chinese, the system's theme and normal type as defaults."""
    chosen = {}
    for key, choices in CHOICES.items():
        value = request.cookies.get(key, "")
        chosen[key] = value if value in choices else choices[0]
    return Display(**chosen)


def locale() -> str:
    """Return the locale for the catalogue."""
    return LOCALES[display().locale]


@blueprint.post("/display")
@public
def choose() -> Response:
    """Keep the choices that the form names, and go back to the page it came from."""
    answer = redirect(own_path(request.form.get("next", "/")) or "/", 303)
    secure = current_app.extensions["settings"].behind_tls
    for key, choices in CHOICES.items():
        if request.form.get(key) in choices:
            answer.set_cookie(key, request.form[key], max_age=YEAR_SECONDS, secure=secure, samesite="Lax")
    return answer
