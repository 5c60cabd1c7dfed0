"""An error is said in the reader's language, whichever form shows it, with every text among its values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from wtforms import FieldList, IntegerField, StringField

from voting.core.errors import RuleBroken
from voting.core.fields import PageForm, blame
from voting.core.sentences import amount, sentence

ENGLISH = "Now is “accepted”; “Acceptance” cannot be done."


class Asked(PageForm):
    title = StringField("题目")
    steps = FieldList(IntegerField("步"), min_entries=1)


class AtTheTitle(RuleBroken):
    """What a rule says of one input."""

    field = "title"


@pytest.fixture
def form(app: Flask) -> Iterator[Asked]:
    with app.test_request_context("/", method="POST"), force_locale("en"):
        form = Asked()
        form.validate()
        form.form_errors.clear()
        yield form


def broken(kind: type[RuleBroken] = RuleBroken) -> RuleBroken:
    """A rule whose values are words of the program."""
    return kind("现在是“%(state)s”，不能办理“%(step)s”。", state="已验收", step="验收")


def test_the_texts_among_the_values_are_translated(form: Asked) -> None:
    assert sentence(broken()) == ENGLISH


def test_an_empty_value_stays_empty(form: Asked) -> None:
    assert sentence(RuleBroken("没有“%(colour)s”这种票色。", colour="")).count("\n") == 0


def test_a_number_among_the_values_stays_a_number(form: Asked) -> None:
    assert "5" in sentence(RuleBroken("第 %(line)s 行的列数不对。", line=5))


def test_every_form_says_it_so(form: Asked) -> None:
    blame(form, broken())
    assert form.form_errors == [ENGLISH]


def test_it_stands_at_the_field_that_the_view_names(form: Asked) -> None:
    blame(form, broken(), "title")
    assert (form.title.errors, form.form_errors) == ([ENGLISH], [])


def test_what_the_error_names_counts_more(form: Asked) -> None:
    blame(form, broken(AtTheTitle), "steps")
    assert (form.title.errors, form.form_errors) == ([ENGLISH], [])


def test_what_has_no_place_of_its_own_stands_at_the_head(form: Asked) -> None:
    blame(form, broken(), "steps")
    blame(form, broken(), "gone")
    assert form.form_errors == [ENGLISH, ENGLISH]


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (96_500_000, "96.5 万元", "¥965,000"),
        (12_000_000_000, "1.2 亿元", "¥120 million"),
        (2_784_000_000, "2784 万元", "¥27.84 million"),
        (2_784_000_100, "2784.0001 万元", "¥27,840,001"),
        (150, "0.00015 万元", "¥1.50"),
    ],
)
def test_an_amount_is_written_as_the_readers_language_counts(
    app: Flask, fen: int, chinese: str, english: str
) -> None:
    for locale, said in (("zh", chinese), ("en", english)):
        with app.test_request_context(), force_locale(locale):
            assert amount(fen) == said
