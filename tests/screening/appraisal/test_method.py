from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from tests.factories import account, sign_in
from tests.screening.factories import YEAR, good_conclusions, project
from voting.audit.models import Entry
from voting.congress.place.models import Unit
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken
from voting.people.rules import Actor, Place, Role
from voting.screening.appraisal import actions
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA, CheckItem
from voting.screening.appraisal.facts import checklist_of, method_of, weights_of
from voting.screening.appraisal.rules import key_of

URL = "/j/140900/screening/method"
WEIGHTS = dict(zip([one.key for one in CRITERIA], (40, 30, 20, 10), strict=True))
OWN = "办公楼、办公设备等机关自用项目"


def own(question: str = OWN) -> CheckItem:
    return CheckItem(key_of(question, must=False), question, "苍溪县征集公告", must=False)


def form_of(desk: FlaskClient, **changes: str) -> dict[str, str]:
    page = html.fromstring(desk.get(f"{URL}?year={YEAR}").data)
    form = next(one for one in page.forms if "weight_expectation" in one.fields)
    return {**dict(form.form_values()), **changes}


def test_a_place_sets_its_own_lines_and_weights_by_its_page(
    desk: FlaskClient, city: Place, county: Place
) -> None:
    form = form_of(desk, **{f"weight_{key}": str(value) for key, value in WEIGHTS.items()})
    row = len(CHECKLIST)
    form |= {
        f"checks-{row}-question": OWN,
        f"checks-{row}-source": "苍溪县征集公告",
        f"checks-{row}-must": "no",
        "checks-0-question": "",
    }
    assert desk.post(f"{URL}/{YEAR}", data=form).status_code == 303
    assert [item.key for item in checklist_of(city.id, YEAR)] == [
        *(item.key for item in CHECKLIST[1:]),
        own().key,
    ]
    assert weights_of(city.id, YEAR + 3) == WEIGHTS
    assert checklist_of(city.id, YEAR - 1) == CHECKLIST
    assert checklist_of(county.id, YEAR) == CHECKLIST


def test_scores_are_published_where_the_method_says_so_from_its_year_on(
    desk: FlaskClient, city: Place
) -> None:
    def published(year: int) -> bool:
        found = method_of(city.id, year)
        return found is not None and found.publish_scores

    form = form_of(desk)
    assert "publish_scores" not in form
    assert desk.post(f"{URL}/{YEAR}", data=form).status_code == 303
    assert not published(YEAR)
    assert desk.post(f"{URL}/{YEAR}", data={**form, "publish_scores": "y"}).status_code == 303
    assert [published(year) for year in (YEAR - 1, YEAR, YEAR + 1)] == [False, True, True]
    assert form_of(desk)["publish_scores"] == "y"
    lines = db.session.scalars(
        select(Entry.facts).where(Entry.event == actions.MethodSet.name).order_by(Entry.id)
    )
    assert [facts["publish_scores"] for facts in lines] == [False, True]


def test_an_own_line_stands_on_the_form_and_stops_a_project(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    with transaction():
        new = actions.NewMethod(weights=WEIGHTS, checks=(*CHECKLIST, own()))
        actions.set_method(clerk, jurisdiction_id=city.id, year=YEAR, new=new)
    made = project(clerk, city, lead).id
    assert OWN in desk.get(f"/j/140900/screening/projects/{made}/findings").text
    where: dict[str, Any] = {"jurisdiction_id": city.id, "project_id": made}
    with transaction():
        actions.record_findings(clerk, **where, conclusions=good_conclusions())
    with pytest.raises(RuleBroken, match=OWN):
        actions.appraise(clerk, **where)
    db.session.rollback()
    form = {f"check_{item.key}": "yes" if item.must else "no" for item in (*CHECKLIST, own())}
    form |= {"feasibility": "可行", "lawful": "y", "affordable": "y"}
    assert desk.post(f"/j/140900/screening/projects/{made}/findings", data=form).status_code == 303
    with transaction():
        actions.appraise(clerk, **where)


def test_a_line_that_is_written_anew_is_another_line() -> None:
    known = CHECKLIST[0]
    assert key_of(known.question, must=known.must) == known.key
    assert key_of(known.question + "。", must=known.must) != known.key
    assert key_of(known.question, must=not known.must) != known.key


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"weight_urgency": "24"}, "合计要等于 100"),
        ({"weight_urgency": "0"}, "1 到 100"),
        ({"weight_urgency": ""}, "请填写一个整数"),
        ({"checks-0-source": ""}, "请写明这一条的依据"),
        ({f"checks-{len(CHECKLIST)}-question": CHECKLIST[0].question}, "依据"),
    ],
    ids=["sum", "nought", "nothing", "no source", "new without source"],
)
def test_a_wrong_method_is_told_and_not_kept(
    desk: FlaskClient, city: Place, changes: dict[str, str], told: str
) -> None:
    answer = desk.post(f"{URL}/{YEAR}", data=form_of(desk, **changes))
    assert answer.status_code == 422
    assert told in answer.text
    assert checklist_of(city.id, YEAR) == CHECKLIST


def test_only_who_collects_sets_the_method(client: FlaskClient, city: Place) -> None:
    for role in (Role.APPRAISER, Role.COMMITTEE, Role.LEGAL_REVIEWER):
        other = sign_in(client, account(city, role))
        assert other.get(URL).status_code == 403
        assert other.post(f"{URL}/{YEAR}", data={}).status_code == 403
