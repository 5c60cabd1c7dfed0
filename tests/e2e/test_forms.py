"""No form changes what was typed when it shows an error, and none loses it when a session ends.

Every page is walked as every role; a form that is new is tried on the day it stands on a page. What cannot be
tried stands in UNTRIED, with the reason.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.e2e import forms, worlds
from tests.e2e.forms import Found, Pairs
from voting.core.errors import RuleBroken, WrongMoment

pytestmark = pytest.mark.slow

JSON = "scripts call it with JSON; no form posts there"
BUTTON = "one button, nothing is typed; it stands on its page at a moment these worlds are not in"
SAME_FORM = "the button with a reason of tally/run.html, the form that `tally.remove_place` is tried with"
UNTRIED = {
    "congress.correct_term": "its page stands behind a term's own; tests/congress/roster/test_import.py",
    "congress.undo_import": "needs an import that can be undone; tests/congress/roster/test_import.py",
    "uploads.receive": "takes a file alone, from a script; tests/uploads",
    "ballot.certify": JSON,
    "ballot.confirm": JSON,
    "ballot.deal": JSON,
    "ballot.draw": JSON,
    "ballot.draw_all": JSON,
    "ballot.finish": JSON,
    "ballot.hand_out_card": JSON,
    "ballot.make_cards": JSON,
    "ballot.say_mismatch": JSON,
    "ballot.spot_check": JSON,
    "ballot.take_mismatch_back": JSON,
    "ballot.take_back_paper": "its form stands beside who holds paper, and here nobody does; tests/ballot/paper/test_views.py",
    "ballot.void_card": JSON,
    "booth.cast": JSON,
    "booth.challenge": JSON,
    "tablet.bind": JSON,
    "tablet_beat.alive": JSON,
    "tally.statement": JSON,
    "tally.share": JSON,
    "people.give_code": "a code that counts once, never shown again; carried on in tests/people/test_session_ends.py",
    "people.prove_by_passkey": "a device answers it; tests/people/test_passkeys_browser.py",
    "people.remove_passkey": BUTTON,
    "supervision.read_lights": BUTTON,
    "congress.open_account_list": "its page is the answer to a file; tests/congress/account_list/test_account_list.py",
    "congress.ask_factor_reset": BUTTON,
    "congress.confirm_factor_reset": BUTTON,
    "congress.withdraw_factor_reset": BUTTON,
    "supervision.confirm_acceptance": BUTTON,
    "supervision.withdraw_acceptance": BUTTON,
    "screening.asked_before": "answers while somebody types, from a script; tests/screening/likeness/test_views.py",
    "screening.show_or_hide": BUTTON,
    "screening.settle_import": BUTTON,
    "screening.settle_project_list": "its page is the preview of a file; tests/screening/project_list/test_views.py",
    "people.end_session": BUTTON,
    "operating.retry": BUTTON,
    "notices.confirm_number": BUTTON,
    "notices.pace_follow": "its page stands behind a link in a mail; tests/notices/follow/test_following.py",
    "people.end_others": BUTTON,
    "people.make_codes": BUTTON,
    "ballot.confirm_loss": BUTTON,
    "ballot.begin_ceremony": BUTTON,
    "ballot.set_up": BUTTON,
    "ballot.give_up_ceremony": "offered while no ballot uses the key, and here one does; tests/ballot/pages/test_home.py",
    "ballot.order": "offered while the meeting has no ballot, and here each has; tests/ballot/pages/test_home.py",
    "ballot.replace_scrutineer": "offered while no ballot uses the key; tests/ballot/set_up/test_views_replace.py",
    "ballot.withdraw_loss": BUTTON,
    "calendar.revoke": BUTTON,
    "screening.return_text": "its page stands behind a handed-in text's own; tests/screening/commission/test_views.py",
    "notices.remove_robot": BUTTON,
    "notices.try_robot": BUTTON,
    "congress.ask_unlock": BUTTON,
    "congress.year_published": BUTTON,
    "congress.year_unpublished": BUTTON,
    "congress.confirm_reset": BUTTON,
    "congress.confirm_reset_below": BUTTON,
    "congress.confirm_roster": BUTTON,
    "congress.confirm_unlock": BUTTON,
    "congress.confirm_unlock_below": BUTTON,
    "congress.discard_roster": BUTTON,
    "congress.fetch_pins": BUTTON,
    "congress.move_delegation_earlier": BUTTON,
    "congress.move_delegation_later": BUTTON,
    "congress.place_delegation": BUTTON,
    "congress.take_back_leave": BUTTON,
    "congress.remove_delegation": BUTTON,
    "congress.withdraw_reset": BUTTON,
    "congress.withdraw_reset_below": BUTTON,
    "congress.withdraw_unlock": BUTTON,
    "congress.withdraw_unlock_below": BUTTON,
    "hall.check_in_all": BUTTON,
    "notices.confirm_address": BUTTON,
    "notices.confirm_follow": BUTTON,
    "notices.end_follow": BUTTON,
    "one_click.end_following": "what a mail program posts by itself, no page's form; tests/notices/wish/test_stop.py",
    "one_click.stop_mail": BUTTON,
    "notices.remove_sms": BUTTON,
    "notices.try_sms": "offered where a provider is named, and calls it; tests/notices/sms/test_sms.py",
    "supervision.answer_voice": "its page opens once a suggester said that nothing is solved; tests/supervision/look_back",
    "supervision.judge_comment": "its page has it once a resident wrote a comment; tests/supervision/rating",
    "supervision.close_rating_check": "its page has it once a low mean set it off; tests/supervision/rating",
    "supervision.say_solved": "its page opens once a project has ended; tests/supervision/look_back",
    "notices.read_notice": BUTTON,
    "notices.read_notices": BUTTON,
    "hall.confirm": BUTTON,
    "hall.withdraw": BUTTON,
    "screening.appraise": BUTTON,
    "screening.carry_waiting": BUTTON,
    "screening.confirm_freeze": BUTTON,
    "screening.withdraw_freeze": BUTTON,
    "screening.project_step": BUTTON,
    "screening.remove_attachment": BUTTON,
    "screening.remove_template": BUTTON,
    "screening.answer_text": BUTTON,
    "screening.hand_in_text": BUTTON,
    "screening.close_round": BUTTON,
    "screening.take_sheet_back": BUTTON,
    "screening.take_back": BUTTON,
    "supervision.deliver": BUTTON,
    "supervision.nothing_changed": BUTTON,
    "supervision.withdraw_delivery": BUTTON,
    "supervision.report_change": BUTTON,
    "supervision.submit": BUTTON,
    "supervision.take_in": BUTTON,
    "supervision.take_in_evaluation": BUTTON,
    "tally.confirm": BUTTON,
    "tally.confirm_void": BUTTON,
    "tally.order_next": BUTTON,
    "tally.take_over": BUTTON,
    "tally.withdraw": BUTTON,
    "tally.unconfirm_void": SAME_FORM,
    "tally.withdraw_consent": SAME_FORM,
    "tally.withdraw_sheet": SAME_FORM,
    "tally.withdraw_void": SAME_FORM,
}
"""Addresses that take POST and are on no page of these worlds, or hold nothing to compare: endpoint -> why."""


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[worlds.World]:
    with worlds.served(app, monkeypatch, worlds.everything) as made:
        yield made


@contextmanager
def deed_refuses(app: Flask, found: Found) -> Iterator[None]:
    """The view answers with an error and no page."""
    view = app.view_functions[found.endpoint]

    @functools.wraps(view)
    def refuse(*_: object, **__: object) -> None:
        raise WrongMoment("这一步现在办不了。")

    app.view_functions[found.endpoint] = refuse  # type: ignore[assignment]  # it never returns
    yield
    app.view_functions[found.endpoint] = view


@contextmanager
def rule_refuses(error: type[RuleBroken | WrongMoment], app: Flask, found: Found) -> Iterator[None]:
    """The transaction of the view's deed ends in an error."""
    module = sys.modules[inspect.unwrap(app.view_functions[found.endpoint]).__module__]

    def refuse() -> AbstractContextManager[None]:
        raise error("这样不合规则。")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "transaction", refuse, raising=False)
        yield


FORCED: dict[str, Callable[[Flask, Found], AbstractContextManager[None]]] = {
    "the deed refuses": deed_refuses,
    "a rule is broken": functools.partial(rule_refuses, RuleBroken),
    "the moment is wrong": functools.partial(rule_refuses, WrongMoment),
    "a field is wrong": lambda *_: nullcontext(),
}


def lost(app: Flask, client: FlaskClient, found: Found, forced: str) -> str:
    """Fill in a form, have it refused, and return how its answer differs from what was typed; empty when it does not."""
    there = forms.posting(client.get(found.page).text, found.page)
    if found.number >= len(there):
        assert forced == "a field is wrong", found  # what was not refused before has changed the page
        return ""
    form = there[found.number][1]
    sent = forms.fill(form)
    if forced == "a field is wrong":
        forms.wrong(form)
        sent = [(name, value) for name, value in form.form_values() if name]
    with FORCED[forced](app, found):
        answer = client.post(
            found.action, data=MultiDict(sent), headers={"Referer": f"http://localhost{found.page}"}
        )
    if answer.status_code < 400:
        return ""  # it was taken: nothing was refused
    return difference(answer, found, sent, form)


def difference(answer: TestResponse, found: Found, sent: Pairs, form: Any) -> str:
    shown = forms.shown(answer, found, sent)
    if shown is None:
        return f"{answer.status_code}: the form is not there"
    before, after = forms.comparable(sent, form), forms.comparable(shown, form)
    gone, new = sorted(set(before) - set(after)), sorted(set(after) - set(before))
    return "" if before == after else f"{answer.status_code}: sent {gone}, shown {new}"


def test_no_form_changes_what_was_typed_when_it_shows_an_error(app: Flask, world: worlds.World) -> None:
    clients = world.clients(app)
    found = list(forms.walk(app, clients, world.starts, world.actors))
    faults = [
        f"{forced}: {one}: {fault}"
        for forced in FORCED  # a wrong field comes last: what is not refused is done, and changes the pages
        for one in found
        if one.typed and (fault := lost(app, clients[one.who], one, forced))
    ]
    assert faults == []
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert sorted(posts - {one.endpoint for one in found} - set(UNTRIED)) == []
    assert sorted(set(UNTRIED) & {one.endpoint for one in found if one.typed}) == [], "it can be tried"
    assert sorted(set(UNTRIED) - posts) == []
