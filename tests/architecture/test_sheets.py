"""The style sheets say each thing once: no rule for a bare element away from the ground, no block twice, no selector in two
sheets of one layer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import tinycss2

SHEETS = Path(__file__).parents[2] / "static/css"
GROUND = {"tokens.css", "ground.css"}
"""The sheets that say what an element is by itself."""
COMMON = set(re.findall(r'url\("([^"]+)"\)', (SHEETS / "site.css").read_text(encoding="utf-8")))
"""The sheets that every page has."""
MEANT = re.compile(r"[.#\[]|:root|:lang")
"""What narrows a selector to something that a template has marked."""
FEW = 3
pytestmark = pytest.mark.pure


@dataclass(frozen=True)
class Rule:
    """sheet: its file; media: the conditions around it; values: name and value of each declaration, sorted."""

    sheet: str
    media: tuple[str, ...]
    selectors: tuple[str, ...]
    values: tuple[str, ...]


def text(tokens: list[Any]) -> str:
    return " ".join(tinycss2.serialize(tokens).split())


def selectors(tokens: list[Any]) -> tuple[str, ...]:
    """Part a prelude at its outer commas: those inside :is() stand inside a token of their own."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(text(part) for part in parts)


def rules(sheet: str, nodes: list[Any], media: tuple[str, ...] = ()) -> Iterator[Rule]:
    for node in nodes:
        assert node.type != "error", f"{sheet}: {node.message}"
        if node.type == "qualified-rule":
            body = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            values = tuple(
                sorted(f"{one.name}: {text(one.value)}" for one in body if one.type == "declaration")
            )
            yield Rule(sheet, media, selectors(node.prelude), values)
        elif node.lower_at_keyword == "media":
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from rules(sheet, inner, (*media, text(node.prelude)))


def read(sheet: str, source: str) -> list[Rule]:
    return list(rules(sheet, tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)))


def everything() -> list[Rule]:
    return [
        rule
        for path in sorted(SHEETS.glob("*.css"))
        for rule in read(path.name, path.read_text(encoding="utf-8"))
    ]


def layer(sheet: str) -> str:
    """Return what a sheet lies in: what every page has, what one room adds to it, or one theme's tokens by themselves."""
    if sheet in COMMON:
        return "common"
    return sheet if sheet.startswith("tokens-") else "rooms"


def bare(found: list[Rule]) -> list[str]:
    """Return the selectors that begin with an element alone, and so reach into whatever page links the sheet."""
    return [
        f"{rule.sheet}: {one}"
        for rule in found
        if rule.sheet not in GROUND
        for one in rule.selectors
        if not MEANT.search(re.split(r"[\s>+~]", one)[0])
    ]


def repeated(found: list[Rule]) -> list[str]:
    """Return the blocks of three declarations and more that stand twice, whatever the selectors and conditions."""
    places: dict[tuple[str, ...], list[Rule]] = defaultdict(list)
    for rule in found:
        if len(rule.values) >= FEW:
            places[rule.values].append(rule)
    return [
        " = ".join(f"{rule.sheet}: {', '.join(rule.selectors)}" for rule in same)
        for same in places.values()
        if len(same) > 1
    ]


def scattered(found: list[Rule]) -> list[str]:
    """Return the selectors that two sheets of one layer define under the same conditions, and the lists that one sheet
    defines twice."""
    sheets: dict[tuple[str, tuple[str, ...], str], set[str]] = defaultdict(set)
    lists: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = defaultdict(int)
    for rule in found:
        lists[rule.sheet, rule.media, rule.selectors] += 1
        for one in rule.selectors:
            sheets[layer(rule.sheet), rule.media, one].add(rule.sheet)
    in_two = [f"{one} in {sorted(names)}" for (_, _, one), names in sheets.items() if len(names) > 1]
    twice = [f"{', '.join(which)} twice in {name}" for (name, _, which), times in lists.items() if times > 1]
    return in_two + twice


def test_no_rule_for_a_bare_element_stands_away_from_the_ground() -> None:
    assert bare(everything()) == []


def test_no_block_stands_twice() -> None:
    assert repeated(everything()) == []


def test_no_selector_is_defined_in_two_sheets_of_one_layer_nor_twice_in_one() -> None:
    assert scattered(everything()) == []


def test_what_another_library_left_behind_is_gone() -> None:
    names = re.compile(
        r"bootstrap|--bs-|\.(btn|col|row|container|card-body|form-control)\b(?!-)", re.IGNORECASE
    )
    for path in SHEETS.glob("*.css"):
        assert not names.search(path.read_text(encoding="utf-8")), path.name


def test_a_fault_of_each_kind_is_found() -> None:
    planted = [
        *read(
            "supervision.css",
            "aside .strip { gap: 0 } main summary { margin: 0 } textarea.input { margin: 0 }",
        ),
        *read("pick.css", ".a { top: 0; left: 0; right: 1px } .strip { gap: 0 }"),
        *read(
            "form.css",
            "@media print { .b { left: 0; right: 1px; top: 0 } } .strip { top: 0 } .c { top: 0 } .c { left: 0 }",
        ),
    ]
    assert bare(planted) == ["supervision.css: aside .strip", "supervision.css: main summary"]
    assert repeated(planted) == ["pick.css: .a = form.css: .b"]
    assert scattered(planted) == [".strip in ['form.css', 'pick.css']", ".c twice in form.css"]
