"""A form is filled in again as it was sent, whatever its controls are; the rest of the page stays byte for byte."""

import pytest

from voting.core.form_page import Form, fill, form_for

pytestmark = pytest.mark.pure

PAGE = """<!doctype html><p id=x title='a>b'>before &amp; after</p>
<form method="post" action="/other"><input name="title" value="old"></form>
<details class="more"><summary>more</summary>
<form method="post" novalidate>
<input type="hidden" name="csrf_token" value="new"><input type="hidden" name="id" value="">
<input name="title" value="old"><input name="row" value="1"><input name="row" value="2">
<input type="checkbox" name="ids" value="1" checked><input type="checkbox" name="ids" value="2">
<input type="checkbox" name="kept" value="9" checked data-as-answered>
<input type="radio" name="how" value="a" checked><input type="radio" name="how" value="b">
<input type="password" name="pin"><input type="file" name="photo">
<details><summary>x</summary><textarea name="text">old</textarea></details>
<details><summary>y</summary><input name="empty"></details>
<select name="to"><option value="1" selected>1</option><option value="2">2</option></select>
<select name="many" multiple><option value="1" selected>1</option><option value="2">2</option></select>
</form></details><input form="far" name="outside" value="o"><p>after</p>"""

SENT = (
    ("csrf_token", "old"),
    ("id", "7"),
    ("title", '"<b>&'),
    ("row", "b"),
    ("row", "a"),
    ("ids", "2"),
    ("how", "b"),
    ("pin", "482913"),
    ("text", "\r\none\r\n<two>"),
    ("empty", ""),
    ("to", "2"),
)


def the_form(sent: tuple[tuple[str, str], ...] = SENT) -> Form:
    form = form_for(PAGE, "/here?q=1", "/here", sent)
    assert form is not None
    return form


def test_every_kind_of_control_shows_what_was_sent() -> None:
    text = fill(PAGE, the_form(), SENT, "<p>note</p>").text
    for shown in (
        '<form method="post" novalidate><p>note</p>',
        'name="csrf_token" value="new"',
        '<input type="hidden" name="id" value="7">',
        '<input name="title" value="&quot;&lt;b&gt;&amp;">',
        '<input name="row" value="b"><input name="row" value="a">',
        '<input type="checkbox" name="ids" value="1"><input type="checkbox" name="ids" value="2" checked>',
        'name="kept" value="9" checked data-as-answered>',
        '<input type="radio" name="how" value="a"><input type="radio" name="how" value="b" checked>',
        '<textarea name="text">\n\none\n&lt;two&gt;</textarea>',
        '<option value="1">1</option><option value="2" selected>2</option></select>\n<select name="many" multiple><option value="1">',
    ):
        assert shown in text


def test_nothing_else_of_the_page_changes() -> None:
    text = fill(PAGE, the_form(), SENT).text
    assert text.startswith(PAGE[: PAGE.index('<details class="more">')])
    assert text.endswith(PAGE[PAGE.index("</form></details>") :])
    assert "482913" not in text, "a secret is typed again"


def test_what_lay_under_a_fold_is_unfolded_where_somebody_wrote() -> None:
    text = fill(PAGE, the_form(), SENT).text
    assert '<details class="more" open>' in text
    assert "<details open><summary>x" in text
    assert "<details><summary>y" in text


def test_what_has_no_place_any_more_is_told() -> None:
    sent = (*SENT[:-1], ("to", "5"), ("steps-9-title", "a ninth row"), ("csrf_token", "x"))
    assert fill(PAGE, the_form(sent), sent).left == [("to", "5"), ("steps-9-title", "a ninth row")]
    assert fill(PAGE, the_form(), SENT).left == []


def test_of_two_forms_with_one_address_the_one_that_was_sent_is_meant() -> None:
    one = (
        '<form method="post" action="/a"><input type="hidden" name="of" value="{}"><input name="why"></form>'
    )
    page = one.format(1) + one.format(2)
    sent = (("of", "2"), ("why", "because"))
    form = form_for(page, "/p", "/a", sent)
    assert form is not None
    assert form.tag.start > 0
    assert form_for(page, "/p", "/b", sent) is None
    assert form_for(page, "/p", "/a", (("quite", "other"),)) is None
