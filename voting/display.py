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
    def is_chinese(self) -> bool:
        return self.locale == "zh"

    @property
    def lang(self) -> str:
        return "zh-CN" if self.is_chinese else "en"

    @property
    def is_dark(self) -> bool:
        return self.theme == "dark"

    @property
    def is_contrast(self) -> bool:
        return self.theme == "contrast"

    @property
    def has_size(self) -> bool:
        """Tell whether another type size than the normal one was chosen."""
        return self.type != CHOICES["type"][0]

    @property
    def is_large(self) -> bool:
        return self.type == "large"

    @property
    def is_largest(self) -> bool:
        return self.type == "largest"

    @property
    def here(self) -> str:
        """Return where to come back to after a choice: this page, or the front where an answer to a form is shown."""
        return request.full_path.rstrip("?") if request.method == "GET" else "/"

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
