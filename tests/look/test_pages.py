"""The living page shows every macro, in both languages, in sound mark-up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.look.markup import faults, read

ROOT = Path(__file__).parents[2]
PAGES = ("/look", "/look/tablet", "/look/hall", "/look/document")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_living_page_is_sound(client: FlaskClient, path: str, locale: str) -> None:
    client.set_cookie("locale", locale)
    answer = client.get(path)
    assert answer.status_code == 200
    assert faults(answer.text) == []
    assert f'lang="{ {"zh": "zh-CN", "en": "en"}[locale] }"' in answer.text


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<title>t</title><main><h1>a</h1></main>", "no lang"),
        ('<html lang="en"><title>t</title><main><h1>a</h1><h1>b</h1></main>', "2 h1"),
        ('<html lang="en"><title>t</title><main><h1>a</h1><input name="x"></main>', "unnamed input x"),
        ('<html lang="en"><title>t</title><main><h1 id="a">a</h1><p id="a">b</p></main>', "id a 2 times"),
        ('<html lang="en"><title>t</title><main><h1>a</h1><a href="/"></a></main>', "empty a"),
        ('<html lang="en"><title>t</title><main><h1>a</h1><p style="x:y">b</p></main>', "style on p"),
    ],
)
def test_the_check_finds_what_is_wrong(page: str, fault: str) -> None:
    assert fault in faults(page)


def test_every_macro_is_shown_on_a_living_page() -> None:
    shown = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "templates/portal/style_guide").glob("*.html")
    )
    missing = []
    for file in (ROOT / "templates/macros").glob("*.html"):
        text = file.read_text(encoding="utf-8")
        for name in re.findall(r"\{%-? macro ([a-z]\w*)\(", text):
            used_here = len(re.findall(rf"(?<!macro )\b{name}\(", text.split("-#}", 1)[-1])) > 0
            if not re.search(rf"\b{name}\(", shown) and not used_here:
                missing.append(f"{file.name}:{name}")
    assert missing == []


def test_every_macro_says_what_goes_in() -> None:
    for file in (ROOT / "templates/macros").glob("[!_]*.html"):
        text = file.read_text(encoding="utf-8")
        comments = "".join(re.findall(r"\{#-?.*?-?#\}", text, flags=re.DOTALL))
        for name in re.findall(r"\{%-? macro ([a-z]\w*)\(", text):
            assert name in comments, f"{file.name}: {name}"


WISHES = {
    "dark": "screen and (prefers-color-scheme: dark)",
    "contrast": "screen and (prefers-contrast: more)",
}


def theme_sheets(client: FlaskClient, path: str = "/look") -> dict[str, str]:
    """Return for which media each theme's sheet holds on a page."""
    links = [node.attributes for node in read(client.get(path).text)[0].all("link")]
    return {one["data-theme-sheet"]: one["media"] for one in links if "data-theme-sheet" in one}


@pytest.mark.parametrize("path", ["/look", "/look/tablet", "/look/hall"])
@pytest.mark.parametrize(
    ("theme", "sheets"),
    [
        ("dark", {"dark": "screen", "contrast": "not all"}),
        ("contrast", {"dark": "not all", "contrast": "screen"}),
        ("light", {"dark": "not all", "contrast": "not all"}),
        ("auto", WISHES),
        ("no such theme", WISHES),
    ],
)
def test_the_server_renders_the_chosen_theme(
    client: FlaskClient, path: str, theme: str, sheets: dict[str, str]
) -> None:
    client.set_cookie("theme", theme)
    assert theme_sheets(client, path) == sheets


def test_the_server_renders_the_chosen_size_of_type(client: FlaskClient) -> None:
    assert "data-type" not in client.get("/look").text.split("<head>")[0]
    client.set_cookie("type", "largest")
    assert 'data-type="largest"' in client.get("/look").text.split("<head>")[0]


def test_without_a_choice_the_system_decides(client: FlaskClient) -> None:
    assert theme_sheets(client) == WISHES


def test_a_document_is_always_light(client: FlaskClient) -> None:
    client.set_cookie("theme", "dark")
    assert theme_sheets(client, "/look/document") == {}


def test_a_switch_works_without_script(client: FlaskClient) -> None:
    answer = client.post("/display", data={"theme": "contrast", "next": "/look"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/look"
    assert theme_sheets(client)["contrast"] == "screen"


def test_a_page_that_does_not_exist_says_so_in_sound_markup(client: FlaskClient) -> None:
    answer = client.get("/there-is-no-such-page")
    assert answer.status_code == 404
    assert faults(answer.text) == []


def test_money_is_shown_in_the_unit_people_use(app: Flask) -> None:
    with app.test_request_context():
        money = app.jinja_env.get_template("macros/number.html").make_module().money  # type: ignore[attr-defined]
        assert str(money(480_000_000)) == "480 万元"
        assert str(money(123_456_700)) == "123.4567 万元"
        assert str(money(12_600_000_000)) == "1.26 亿元"
        assert str(money(12_345_678_900)) == "12345.6789 万元"  # in full: no digit is rounded away
        assert str(money(0)) == "0 万元"
        assert str(money(None)) == "—"
