"""The style sheets, the sprite and the scripts hold together: nothing outside, nothing missing, nothing inline."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure
ROOT = Path(__file__).parents[2]
CSS = sorted((ROOT / "static/css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SITE = (ROOT / "static/css/site.css").read_text(encoding="utf-8")


def test_the_one_sheet_lists_files_that_exist() -> None:
    listed = re.findall(r'@import url\("([^"]+)"\)', SITE)
    assert listed
    assert listed[0] == "tokens.css"
    assert listed[-1] == "print.css"
    for name in listed:
        assert (ROOT / "static/css" / name).is_file(), name


@pytest.mark.parametrize("sheet", CSS, ids=lambda path: path.name)
def test_a_sheet_is_short_and_takes_nothing_from_outside(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    assert not re.search(r"https?:|url\(\s*[\"']?//", text)
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("sheet", CSS, ids=lambda path: path.name)
def test_a_sheet_uses_only_tokens_that_exist(sheet: Path) -> None:
    tokens = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[\w-]+)\s*:", tokens))
    text = sheet.read_text(encoding="utf-8")
    own = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined | own


@pytest.mark.parametrize(
    "sheet",
    [s for s in CSS if s.name != "print.css" and not s.name.startswith("tokens")],
    ids=lambda p: p.name,
)
def test_colours_stand_in_the_tokens_alone(sheet: Path) -> None:
    assert not re.findall(
        r"#[0-9a-fA-F]{3,8}\b", re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_nothing_inline_and_nothing_from_outside(template: Path) -> None:
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r'<script type="application/json"[^>]*>', "", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son\w+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not re.search(r"(?:src|href)\s*=\s*[\"']https?://", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_icon_a_template_names_is_in_the_sprite(template: Path) -> None:
    sprite = set(
        re.findall(r'<symbol id="i-([\w-]+)"', (ROOT / "static/img/icons.svg").read_text(encoding="utf-8"))
    )
    named = set(re.findall(r"\bicon\(\"([\w-]+)\"", template.read_text(encoding="utf-8")))
    assert named <= sprite


def test_what_is_vendored_is_listed_with_its_digest() -> None:
    folder = ROOT / "static/vendor"
    rows = re.findall(
        r"^\| (\S+) \|.*\| `([0-9a-f]{64})` \|$",
        (folder / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != "README.md"]
    found = {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    assert found
    assert found == dict(rows)


MAY_FETCH = {"js/net.js", "js/tablet/service-worker.js"}
"""Whatever waits for the network stands in these two, where every request has a time limit."""


@pytest.mark.parametrize(
    "script", sorted((ROOT / "static/js").rglob("*.js")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_request_of_a_page_goes_without_a_time_limit(script: Path) -> None:
    name = str(script.relative_to(ROOT / "static"))
    text = re.sub(r"/\*.*?\*/", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"(?<!:)//.*", "", text)
    calls = re.findall(r"\bfetch\s*\(([^\n]*)", text)
    others = (
        text.replace("new XMLHttpRequest()", "") if name == "js/uploads.js" else text
    )  # it alone tells progress
    assert not re.search(r"XMLHttpRequest|sendBeacon|\bfetch\b(?!\s*\()(?![\"'])", others)
    if name not in MAY_FETCH:
        assert calls == []
    for call in calls:
        assert "signal: abort.signal" in call
