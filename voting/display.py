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
THEMES = {
    "dark": "screen and (prefers-color-scheme: dark)",
    "contrast": "screen and (prefers-contrast: more)",
}
"""The themes with a sheet of their own, and when it holds for who leaves the choice to the system."""
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

    @property
    def sheets(self) -> list[tuple[str, str, str]]:
        """The sheets of the themes: name, the media that is the system's wish, the media for which it holds now."""
        chosen = {"auto": THEMES, "light": {}}.get(self.theme, {self.theme: "screen"})
        return [(name, wish, chosen.get(name, "not all")) for name, wish in THEMES.items()]


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
