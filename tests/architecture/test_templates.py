"""Templates show, they do not decide: what a page asks has a name in Python, and no line is too long to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2] / "templates"
LONGEST = 160
TAKE_APART = frozenset(
    [
        "split",
        "rsplit",
        "splitlines",
        "partition",
        "rpartition",
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "strip",
        "lstrip",
        "rstrip",
        "replace",
        "find",
        "rfind",
        "lower",
        "upper",
        "casefold",
        "swapcase",
    ]
)
"""What takes a text apart; what a name says is a field of the page's dataclass."""
COMPARES = frozenset(
    [
        "in",
        "eq",
        "equalto",
        "==",
        "ne",
        "!=",
        "sameas",
        "lt",
        "lessthan",
        "<",
        "gt",
        "greaterthan",
        ">",
        "le",
        "<=",
        "ge",
        ">=",
    ]
)
"""Jinja's tests that compare with what they are given."""
SELECTS = frozenset({"select", "reject", "selectattr", "rejectattr"})
GRAMMAR = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
Rule = Callable[[nodes.Template], Iterator[nodes.Node]]
pytestmark = pytest.mark.pure


def names_taken_apart(page: nodes.Template) -> Iterator[nodes.Node]:
    """Yield what takes a text apart: methods, filters, and slices but for the first rows of a loop."""
    first_rows = {
        id(loop.iter.arg)
        for loop in page.find_all(nodes.For)
        if isinstance(loop.iter, nodes.Getitem) and _from_the_start(loop.iter.arg)
    }
    for node in page.find_all((nodes.Call, nodes.Filter, nodes.Slice)):
        if (
            isinstance(node, nodes.Call)
            and isinstance(node.node, nodes.Getattr)
            and node.node.attr in TAKE_APART
        ):
            yield node
        if isinstance(node, nodes.Filter) and node.name in TAKE_APART:
            yield node
        if isinstance(node, nodes.Slice) and id(node) not in first_rows:
            yield node


def _from_the_start(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Slice) and node.start is None and node.step is None


def codes(page: nodes.Template) -> Iterator[nodes.Node]:
    """Yield what compares with a text that stands in the template: states, steps, kinds, fields by their codes."""
    for compare in page.find_all(nodes.Compare):
        if any(map(_holds_text, [compare.expr, *(operand.expr for operand in compare.ops)])):
            yield compare
    for asked in questions(page):
        if asked.find(nodes.Dict) is not None:
            yield asked  # a table is looked up for words to show, not to ask by
    for test in page.find_all(nodes.Test):
        if test.name in COMPARES and any(map(_holds_text, test.args)):
            yield test
    for chosen in page.find_all(nodes.Filter):
        if chosen.name in SELECTS and any(map(_holds_text, _compared(chosen))):
            yield chosen


def _compared(chosen: nodes.Filter) -> list[nodes.Expr]:
    """Return what a select or selectattr compares with: all that follows the name of its test."""
    named = 2 if chosen.name.endswith("attr") else 1
    return chosen.args[named:]


def _holds_text(node: nodes.Node) -> bool:
    """Tell whether an operand is a text or a collection of texts written out."""
    if isinstance(node, nodes.Const):
        return isinstance(node.value, str)
    if isinstance(node, nodes.Tuple | nodes.List):
        return any(map(_holds_text, node.items))
    if isinstance(node, nodes.Dict):
        return any(_holds_text(pair.key) for pair in node.items)
    return isinstance(node, nodes.Filter | nodes.Concat) and any(map(_holds_text, node.iter_child_nodes()))


def role_rules(page: nodes.Template) -> Iterator[nodes.Node]:
    """Yield what decides by a role: roles are shown, or are a field of a form; who may what is asked of the gate."""
    asked = [*questions(page), *page.find_all((nodes.Compare, nodes.Test, nodes.And, nodes.Or, nodes.Not))]
    yield from filter(_asks_roles, asked)


def questions(page: nodes.Template) -> Iterator[nodes.Node]:
    """Yield what every branch and every loop with a condition asks, each wrapped so that it can be searched whole."""
    for branch in page.find_all(nodes.If):
        yield nodes.Output([branch.test], lineno=branch.lineno)
    for choice in page.find_all(nodes.CondExpr):
        yield nodes.Output([choice.test], lineno=choice.lineno)
    for loop in page.find_all(nodes.For):
        if loop.test is not None:
            yield nodes.Output([loop.test], lineno=loop.lineno)


def _asks_roles(node: nodes.Node) -> bool:
    names = [one.attr for one in node.find_all(nodes.Getattr)] + [
        one.name for one in node.find_all(nodes.Name)
    ]
    return not {"role", "roles"}.isdisjoint(names)


RULES: dict[str, Rule] = {
    "takes a text apart": names_taken_apart,
    "compares codes": codes,
    "decides by a role": role_rules,
}


def pages() -> list[Path]:
    return sorted(ROOT.rglob("*.html"))


def broken(text: str) -> list[str]:
    """Return which rules a template breaks, with the line."""
    page = GRAMMAR.parse(text)
    found = [f"{node.lineno}: {name}" for name, rule in RULES.items() for node in rule(page)]
    long = [number for number, line in enumerate(text.splitlines(), 1) if len(line) > LONGEST]
    return found + [f"{number}: longer than {LONGEST}" for number in long]


def test_no_template_decides() -> None:
    found = {str(page.relative_to(ROOT)): broken(page.read_text()) for page in pages()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_line_of_a_document_is_too_long() -> None:
    found = [
        f"{page.name}:{number}"
        for page in ROOT.rglob("*.typ")
        for number, line in enumerate(page.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert found == []


PLANTS = {
    "{{ field.name.split('-')[0] }}": "takes a text apart",
    "{{ field.name.rsplit('-', 1) }}": "takes a text apart",
    "{% if field.name.startswith('check_') %}x{% endif %}": "takes a text apart",
    "{{ field.name.removeprefix('check_') }}": "takes a text apart",
    "{{ field.name[5:] }}": "takes a text apart",
    "{{ field.name[:5] }}": "takes a text apart",
    "{% for sign in field.name[5:] %}x{% endfor %}": "takes a text apart",
    "{{ field.name|replace('check_', '') }}": "takes a text apart",
    "{% if state == 'open' %}x{% endif %}": "compares codes",
    "{{ 'x' if 'open' != page.state else 'y' }}": "compares codes",
    "{% if step in ('void', 'recount') %}x{% endif %}": "compares codes",
    "{% if step not in ['void'] %}x{% endif %}": "compares codes",
    "{% if step in {'void': 1} %}x{% endif %}": "compares codes",
    "{% if 'void' in page.steps %}x{% endif %}": "compares codes",
    "{% if state == 'op' ~ 'en' %}x{% endif %}": "compares codes",
    "{% if state|lower == 'open' %}x{% endif %}": "compares codes",
    "{% if state is eq('open') %}x{% endif %}": "compares codes",
    "{% if state is in(['open', 'closed']) %}x{% endif %}": "compares codes",
    "{% for one in rows if one.state == 'open' %}x{% endfor %}": "compares codes",
    "{{ rows|selectattr('state', 'equalto', 'open')|list }}": "compares codes",
    "{{ states|reject('eq', 'open')|list }}": "compares codes",
    "{% if {'open': true}.get(state) %}x{% endif %}": "compares codes",
    "{% macro m(state) %}{% if state == 'open' %}x{% endif %}{% endmacro %}": "compares codes",
    "{% if role in actor.roles %}x{% endif %}": "decides by a role",
    "{% if 'clerk' in roles %}x{% endif %}": "decides by a role",
    "{% if actor.roles %}x{% endif %}": "decides by a role",
    "{% if actor.role == staff %}x{% endif %}": "decides by a role",
    "{% for one in rows if one.role == page.role %}x{% endfor %}": "decides by a role",
    "{{ 'x' if page.ready and actor.roles|length > 1 }}": "decides by a role",
    "<p>" + "字" * LONGEST + "</p>": f"longer than {LONGEST}",
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_template_that_decides_is_caught(plant: str) -> None:
    assert f"2: {PLANTS[plant]}" in broken(f"<p>{{{{ page.title }}}}</p>\n{plant}\n")


@pytest.mark.parametrize(
    "shown",
    [
        "{% for row in page.rows[:20] %}{{ row.title }}{% endfor %}",
        "{% if page.state.is_open and page.may.close_voting %}x{% endif %}",
        "{{ {'open': _('开'), 'closed': _('关')}[page.state] }}",
        "{% if year == page.year %}selected{% endif %}",
        "{% for role in row.roles %}{{ _(role) }}{% endfor %}",
        "{{ field(form.roles) }}",
        "{{ rows|selectattr('open')|list }}",
        "字" * LONGEST,
    ],
)
def test_a_template_that_shows_passes(shown: str) -> None:
    assert broken(shown) == []
