"""Files that go with a dossier: for who may see it, versions and all; the public ones of a decided list for everybody."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, appraised, approval, call, project, staff
from tests.uploads.test_attached import PDF, office
from voting.audit.models import Entry
from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.commission import actions as commission_actions
from voting.screening.dossier.actions import attach
from voting.screening.dossier.facts import dossier_of, project_of, versions_of
from voting.screening.dossier.forms import DossierForm
from voting.screening.dossier.rules import DossierAttachment
from voting.screening.handover import NewCarryOver, carry_over, lists_in_words
from voting.screening.merging import actions as merging_actions
from voting.screening.merging.models import MergeStep
from voting.screening.merging.undo import undo
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.facts import project_text
from voting.screening.shortlist.rules import MOVING

pytestmark = pytest.mark.database
BASE = "/j/140900/screening/projects"


def sent(content: bytes = PDF, name: str = "初步设计.pdf", **more: object) -> dict[str, Any]:
    return {"file": (BytesIO(content), name), **more}


def files(place: Place, project_id: int) -> list[str]:
    return [one.file for one in dossier_of(project_of(place.id, project_id)).attachments]


def test_a_file_is_attached_and_read_by_who_reads_the_dossier(
    client: FlaskClient, desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead).id
    url = f"{BASE}/{made}/attachments"
    assert desk.post(url, data=sent()).status_code == 303
    assert desk.post(url, data=sent(office({}), "a.docx", title="可研报告", public="y")).status_code == 303
    pdf, docx = files(city, made)
    page = desk.get(url).text
    assert "初步设计" in page
    assert "可研报告" in page
    assert "可研报告" in desk.get(f"{BASE}/{made}").text
    for role, code in ((Role.APPRAISER, 200), (Role.OVERSIGHT, 200), (Role.UNIT, 404), (Role.DEPUTY, 403)):
        other = sign_in(client.application.test_client(), account(city, role))
        assert other.get(f"{url}/{pdf}").status_code == code
        assert other.post(url, data=sent()).status_code == 403
        assert other.post(f"{url}/{pdf}/remove").status_code == 403
    answer = desk.get(f"{url}/{pdf}")
    assert answer.data == PDF
    assert "attachment" in answer.headers["Content-Disposition"]
    assert desk.get(f"{url}/{'0' * 64}.pdf").status_code == 404
    assert desk.get(f"/j/140900/screening/candidates/{made}/attachments/{docx}").status_code == 404
    entries = db.session.scalars(select(Entry).where(Entry.event == "screening:attachment:added")).all()
    assert [entry.facts["file"] for entry in entries] == [pdf, docx]
    assert "可研报告" not in json.dumps([entry.facts for entry in entries], ensure_ascii=False)


def test_what_is_not_taken_is_told_and_the_words_stay(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead).id
    url = f"{BASE}/{made}/attachments"
    for data, sentence in (
        (sent(office({"word/vbaProject.bin": b"x"}), "a.docx", title="带宏的"), "带有宏"),
        (sent(b"MZ", "a.pdf", title="假的"), "附件只收"),
        ({"title": "没有文件"}, "请选择文件"),
        ({"file": "不是文件", "title": "没有文件"}, "请选择文件"),
        (sent(title="长" * 81), "最多 80 个字"),
    ):
        refused = desk.post(url, data=data)
        assert refused.status_code == 422
        assert sentence in refused.text
        assert str(data["title"]) in refused.text
    assert desk.post(url, data=sent()).status_code == 303
    again = desk.post(url, data=sent())
    assert again.status_code == 422
    assert "已经在附件里" in again.text
    for number in range(19):
        assert desk.post(url, data=sent(PDF + b"%d%%%%EOF" % number)).status_code == 303
    assert "最多 20 个附件" in desk.post(url, data=sent(PDF + b"x%%EOF")).text


def test_attachments_are_versions_and_a_removed_one_stays_in_its_own(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead).id
    url = f"{BASE}/{made}/attachments"
    desk.post(url, data=sent(title="初步设计"))
    (file,) = files(city, made)
    assert desk.post(f"{url}/{file}/remove").status_code == 303
    assert desk.post(f"{url}/{file}/remove").status_code == 404
    assert files(city, made) == []
    assert len(versions_of(project_of(city.id, made))) == 3
    assert "初步设计（内部，" in desk.get(f"{BASE}/{made}/versions").text
    assert desk.get(f"{url}/{file}").data == PDF
    typed = {"title": "老旧小区改造", "field": "housing", "lead_unit_id": "0"}
    desk.post(url, data=sent())
    assert desk.post(f"{BASE}/{made}/dossier", data=typed).status_code == 303
    assert files(city, made) == [file]


def test_the_unit_that_was_asked_attaches_until_it_has_handed_in(
    client: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    made = project(clerk, city, lead).id
    works = account(city, Role.UNIT, unit=lead)
    me = sign_in(client, works)
    url = f"{BASE}/{made}/attachments"
    assert me.get(url).status_code == 404
    new = commission_actions.NewCommission(unit_id=lead.id, due_on=today())
    with transaction():
        commission_actions.ask(clerk, jurisdiction_id=city.id, project_id=made, new=new)
    assert me.post(url, data=sent()).status_code == 303
    assert "添加附件" in me.get(url).text
    with transaction():
        commission_actions.hand_in(works, jurisdiction_id=city.id, project_id=made)
    assert "添加附件" not in me.get(url).text
    assert me.get(f"{url}/{files(city, made)[0]}").status_code == 200
    assert me.post(url, data=sent(PDF + b"x%%EOF")).status_code == 409


def test_public_attachments_of_a_decided_list_are_for_everybody_and_others_lose_their_name(
    client: FlaskClient, township: Place
) -> None:
    clerk = staff(township)
    ids = appraised(clerk, township, 6)
    base = f"/j/{township.code}/screening"
    desk = sign_in(client, clerk)
    with transaction():
        for kind in MOVING[:1]:
            shortlist_actions.approve(clerk, place=township, year=YEAR, kind=kind, new=approval(ids))
    url = f"{base}/projects/{ids[0]}/attachments"
    assert desk.post(url, data=sent(title="平面图", public="y")).status_code == 303
    assert desk.post(url, data=sent(office({}), "a.docx", title="地质报告")).status_code == 303
    shown, kept = files(township, ids[0])
    anybody = client.application.test_client()
    public = f"{base}/candidates/{ids[0]}/attachments"
    assert anybody.get(f"{public}/{shown}").status_code == 404
    with transaction():
        for kind in MOVING[1:]:
            shortlist_actions.approve(clerk, place=township, year=YEAR, kind=kind, new=approval(ids))
    text = project_text(ids[0])
    assert [(one["file"], one["title"]) for one in text["attachments"]] == [(shown, "平面图"), (kept, "")]
    assert lists_in_words(text)["attachments"] == "平面图"
    assert anybody.get(f"{public}/{shown}").data == PDF
    for path in (
        f"{public}/{kept}",
        f"{public}/{'1' * 64}.pdf",
        f"{base}/candidates/{ids[1]}/attachments/{shown}",
    ):
        assert anybody.get(path).status_code == 404
    for path in (f"{base}/candidates/{ids[0]}", f"{base}/booklet/{YEAR}"):
        page = anybody.get(path).text
        assert "平面图" in page
        assert "地质报告" not in page
    assert desk.post(url, data=sent(PDF + b"x%%EOF")).status_code == 409
    new = NewCarryOver(jurisdiction_id=township.id, project_id=ids[0], year=YEAR + 1, reason="没有办完")
    with transaction():
        later = carry_over(clerk, new).id
    assert files(township, later) == [shown, kept]  # the internal one goes along, as internal


def test_a_file_that_is_attached_while_the_dossier_is_saved_stays(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(clerk, city, lead).id
    page = html.fromstring(desk.get(f"{BASE}/{made}/dossier").data)
    typed = {key: value for key, value in page.forms[-1].form_values() if key}
    validate = DossierForm.validate

    def while_another_attaches(form: DossierForm, *given: Any) -> bool:
        new = DossierAttachment(title="平面图", file=f"{'1' * 64}.pdf", size=9)
        with transaction():
            attach(clerk, jurisdiction_id=city.id, project_id=made, new=new)
        return bool(validate(form, *given))

    monkeypatch.setattr(DossierForm, "validate", while_another_attaches)
    assert desk.post(f"{BASE}/{made}/dossier", data=typed).status_code == 303
    assert files(city, made) == [f"{'1' * 64}.pdf"]


def test_what_goes_up_in_another_project_takes_its_rows_along_and_back(
    desk: FlaskClient, city: Place, clerk: Actor, lead: Unit
) -> None:
    call(city, actor=clerk)
    one, into = (project(clerk, city, lead).id for _ in range(2))
    desk.post(f"{BASE}/{one}/attachments", data=sent())
    before = dossier_of(project_of(city.id, into))
    with transaction():
        merging_actions.join(clerk, jurisdiction_id=city.id, project_id=one, into_id=into)
    after = dossier_of(project_of(city.id, into))
    assert [row.title for row in after.attachments] == ["初步设计"]
    assert (after.parts, after.total_fen) == (
        before.parts,
        before.total_fen,
    )  # the same sub-item is not written twice
    last = db.session.query(MergeStep).count()
    with transaction():
        undo(clerk, jurisdiction_id=city.id, step_id=last)
    assert dossier_of(project_of(city.id, into)) == before
    with transaction():
        undo(clerk, jurisdiction_id=city.id, step_id=last + 1)
    assert dossier_of(project_of(city.id, into)) == after


def test_another_places_attachments_are_not_found(
    client: FlaskClient, desk: FlaskClient, city: Place, county: Place
) -> None:
    theirs = project(staff(county), county, unit(county, "县教育局")).id
    assert desk.get(f"{BASE}/{theirs}/attachments").status_code == 404
    assert desk.post(f"{BASE}/{theirs}/attachments", data=sent()).status_code == 404
