"""A form of a page, found and filled in again: what was typed stands in it as it was sent. Pure text, no HTTP.

Everything between the places that change stays byte for byte: the page is not parsed into a tree and written anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

Pairs = Sequence[tuple[str, str]]
"""Names and values as a form sends them, in order."""

TOKEN = "csrf_token"  # noqa: S105  the name of a field
AS_ANSWERED = "data-as-answered"
"""Marks a control whose state the answer itself decides (a file that was kept meanwhile): it is left alone."""

PRESSED = {"submit", "button", "image", "reset"}
SECRET = {"password", "file"}
TICKED = {"checkbox", "radio"}


@dataclass
class Tag:
    """A start tag and where it stands: text[start:end] is the tag, text[end:close] what lies in it (textarea)."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    close: int = 0

    @property
    def kind(self) -> str:
        return self.attributes.get("type", "text").lower() if self.name == "input" else self.name

    @property
    def called(self) -> str:
        return self.attributes.get("name", "")

    @property
    def value(self) -> str:
        return self.attributes.get("value", "on" if self.kind in TICKED else "")


@dataclass
class Select:
    tag: Tag
    options: list[Tag] = field(default_factory=list)


@dataclass
class Form:
    """A form that posts, with its controls; folds: the closed <details> around it."""

    tag: Tag
    folds: list[Tag]
    controls: list[tuple[Tag, list[Tag]]] = field(default_factory=list)
    selects: list[tuple[Select, list[Tag]]] = field(default_factory=list)

    def names(self) -> set[str]:
        return {tag.called for tag, _ in self.controls} | {one.tag.called for one, _ in self.selects}

    def takes_words(self) -> bool:
        """Tell whether somebody types or chooses here; a form of one button holds nothing to give back."""
        return bool(self.selects) or any(
            tag.kind not in PRESSED | {"hidden", "button"} for tag, _ in self.controls
        )

    def hidden(self) -> set[tuple[str, str]]:
        return {(tag.called, tag.value) for tag, _ in self.controls if tag.kind == "hidden"}


class Reader(HTMLParser):
    """Note the forms of a page with the places of their controls."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [0]
        for line in text.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.inside: Form | None = None
        self.folds: list[Tag] = []
        self.select: Select | None = None
        self.area: Tag | None = None
        self.feed(text)
        self.close()

    def place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self.place()
        seen = Tag(
            tag,
            {name: value or "" for name, value in attrs},
            start,
            start + len(self.get_starttag_text() or ""),
        )
        if tag == "details":
            self.folds.append(seen)
        elif tag == "form":
            self._opened(seen)
        elif tag == "option" and self.select is not None:
            self.select.options.append(seen)
        elif tag in {"input", "textarea", "select", "button"} and seen.called:
            self._control(seen)

    def _opened(self, seen: Tag) -> None:
        form = Form(seen, list(self.folds))
        self.inside = form
        self.by_id[seen.attributes.get("id", "")] = form
        if seen.attributes.get("method", "get").lower() == "post":
            self.forms.append(form)

    def _control(self, seen: Tag) -> None:
        owner = self.by_id.get(seen.attributes["form"]) if "form" in seen.attributes else self.inside
        if seen.name == "textarea":
            self.area = seen
        if seen.name == "select":
            self.select = Select(seen)
            if owner is not None:
                owner.selects.append((self.select, list(self.folds)))
        elif owner is not None:
            owner.controls.append((seen, list(self.folds)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "details" and self.folds:
            self.folds.pop()
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area is not None:
            self.area.close, self.area = self.place(), None


@dataclass
class Filled:
    """left: what was sent and has no place in the form (a row or a choice that is no longer offered)."""

    text: str
    left: list[tuple[str, str]]


def form_for(text: str, page: str, action: str, sent: Pairs) -> Form | None:
    """Return the form of a page from which this was sent, or None. page: path; action: path as HTTP unquotes it.

    Of several forms with one address the one that knows most of the names, then of the hidden values, is meant.
    """
    names = {name for name, _ in sent if name != TOKEN}
    page = urlsplit(page).path
    best: tuple[int, int] | None = None
    found = None
    for form in Reader(text).forms:
        if unquote(urlsplit(form.tag.attributes.get("action", "")).path or page) != action:
            continue
        known = len(names & form.names())
        score = (known, len(form.hidden() & set(sent)))
        if (known or not names) and (best is None or score > best):
            best, found = score, form
    return found


def fill(text: str, form: Form, sent: Pairs, note: str = "") -> Filled:
    """Return the page with the form's controls as they were sent, and `note` (HTML) first in the form."""
    filling = _Filling(sent)
    for tag, folds in form.controls:
        filling.control(tag, folds)
    for select, folds in form.selects:
        filling.choice(select, folds)
    for fold in form.folds:
        filling.unfold(fold)
    filling.edits[form.tag.end, form.tag.end] = note
    for (start, end), new in sorted(filling.edits.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return Filled(text, filling.left())


class _Filling:
    """The changes to a page, by their places, and what of the sent has found none."""

    def __init__(self, sent: Pairs) -> None:
        self.edits: dict[tuple[int, int], str] = {}
        self.values: dict[str, list[str]] = {}
        for name, value in sent:
            self.values.setdefault(name, []).append(value)
        self.open = Counter((name, value) for name, value in sent if name != TOKEN and value.strip())

    def left(self) -> list[tuple[str, str]]:
        return list(self.open.elements())

    def control(self, tag: Tag, folds: list[Tag]) -> None:
        name, values = tag.called, self.values.get(tag.called, [])
        if tag.kind in SECRET or tag.name == "button" or tag.kind in PRESSED or AS_ANSWERED in tag.attributes:
            for value in values:
                self.open.pop((name, value), None)
        elif tag.kind in TICKED:
            ticked = tag.value in values
            self._mark(tag, "checked", on=ticked)
            self._placed(name, tag.value, folds if ticked else [])
        elif values and name != TOKEN:
            self._write(tag, values.pop(0), folds)

    def _write(self, tag: Tag, value: str, folds: list[Tag]) -> None:
        self._placed(tag.called, value, folds if value and tag.kind != "hidden" else [])
        if tag.name == "textarea":
            plain = escape(value.replace("\r\n", "\n"), quote=False)
            self.edits[tag.end, tag.close] = "\n" + plain  # HTML drops the first line end
        elif tag.value != value:
            self._rewrite(tag, tag.attributes | {"value": value})

    def choice(self, select: Select, folds: list[Tag]) -> None:
        name, values = select.tag.called, self.values.get(select.tag.called, [])
        if not values and "multiple" not in select.tag.attributes:
            return
        offered = {option.value for option in select.options}
        if values and not offered & set(values):
            return  # what was chosen is no longer offered: it is told as left over
        for option in select.options:
            chosen = option.value in values
            self._mark(option, "selected", on=chosen)
            self._placed(name, option.value, folds if chosen else [])

    def unfold(self, fold: Tag) -> None:
        self._mark(fold, "open", on=True)

    def _placed(self, name: str, value: str, folds: list[Tag]) -> None:
        self.open.pop((name, value), None)
        for fold in folds:
            self.unfold(fold)

    def _mark(self, tag: Tag, name: str, *, on: bool) -> None:
        if on != (name in tag.attributes):
            rest = {key: value for key, value in tag.attributes.items() if key != name}
            self._rewrite(tag, rest | {name: ""} if on else rest)

    def _rewrite(self, tag: Tag, attributes: dict[str, str]) -> None:
        words = "".join(
            f' {key}="{escape(value)}"' if value or key == "value" else f" {key}"
            for key, value in attributes.items()
        )
        self.edits[tag.start, tag.end] = f"<{tag.name}{words}>"
