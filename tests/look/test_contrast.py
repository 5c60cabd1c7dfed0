"""The tokens keep the contrast they promise, in every theme: computed from the files, as WCAG 2.2 defines it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure
SHEETS = Path(__file__).parents[2] / "static/css"
THEMES = ("light", "dark", "contrast")
STATUS = ("green", "yellow", "red", "blue", "grey")


def colours(sheet: str) -> dict[str, str]:
    text = (SHEETS / sheet).read_text(encoding="utf-8")
    return {name: value.lower() for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", text)}


def theme(name: str) -> dict[str, str]:
    light = colours("tokens.css")
    return light if name == "light" else light | colours(f"tokens-{name}.css")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ink", ["ink", "ink-2"])
@pytest.mark.parametrize("ground", ["paper", "surface", "sunken", "accent-soft"])
def test_text_reaches_aaa_on_every_ground(name: str, ink: str, ground: str) -> None:
    assert contrast(theme(name)[ink], theme(name)[ground]) >= 7


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["paper", "surface", "accent-soft"])
def test_the_accent_reaches_aaa_where_it_stands(name: str, ground: str) -> None:
    ink = "accent"
    assert contrast(theme(name)[ink], theme(name)[ground]) >= 7


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("status", STATUS)
def test_status_words_reach_aaa_on_their_tint_and_on_a_card(name: str, status: str) -> None:
    tokens = theme(name)
    assert contrast(tokens[status], tokens[f"{status}-bg"]) >= 7
    assert contrast(tokens[status], tokens["surface"]) >= 7


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("status", STATUS)
def test_bars_can_be_told_from_what_they_lie_on(name: str, status: str) -> None:
    tokens = theme(name)
    for ground in ("surface", "sunken"):
        assert contrast(tokens[f"{status}-bar"], tokens[ground]) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_borders_of_controls_and_the_focus_ring_can_be_seen(name: str) -> None:
    tokens = theme(name)
    for line in ("edge", "focus"):
        for ground in ("paper", "surface"):
            assert contrast(tokens[line], tokens[ground]) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_words_on_the_primary_button_reach_aa(name: str) -> None:
    tokens = theme(name)
    assert contrast(tokens["on-accent"], tokens["accent-fill"]) >= 4.5


def test_every_colour_of_a_theme_is_named_in_the_light_one() -> None:
    light = set(theme("light"))
    for name in ("dark", "contrast"):
        assert set(colours(f"tokens-{name}.css")) == light
