"""The papers of a meeting before there is a ballot, and what the office fills in on them."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from tests.factories import account, deputies, meeting, sign_in, term
from tests.screening import factories as screening
from voting.audit.models import Entry
from voting.congress.documents.models import KeptPaper
from voting.congress.meeting.models import Appointment, Meeting, MeetingAct
from voting.congress.place.rules import Post
from voting.congress.term.models import Term
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.rules import Place, Role
from voting.screening.shortlist.rules import MOVING

MARKS = {
    "number": "忻人发[2026]3号",
    "copies_to": "市委，市政府。",
    "issued_by": "大会秘书处",
    "issued_on": "2026-01-28",
}


@pytest.fixture
def sitting(city: Place) -> Meeting:
    return meeting(city, in_term=term(city))


def said(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def papers(sitting: Meeting) -> str:
    return f"/j/140900/congress/meetings/{sitting.id}/papers"


def prints(sitting: Meeting) -> str:
    return f"/j/140900/tally/meetings/{sitting.id}"


@pytest.mark.database
def test_number_and_imprint_are_kept_and_printed(client: FlaskClient, city: Place, sitting: Meeting) -> None:
    sign_in(client, account(city, Role.STAFF))
    plan = {"venue": "", "days": "", "agenda": "审议政府工作报告\n\n票决民生实事项目"}
    assert client.post(f"/j/140900/congress/meetings/{sitting.id}/plan", data=plan).status_code == 303
    assert client.post(f"{papers(sitting)}/agenda", data=MARKS).status_code == 303
    page = client.get(f"{papers(sitting)}/agenda").text
    assert "忻人发〔2026〕3号" in page
    printed = said(client, f"{prints(sitting)}/agenda.pdf")
    assert "忻人发〔2026〕3号" in printed
    assert "一、审议政府工作报告二、票决民生实事项目" in printed
    assert "抄送：市委，市政府。大会秘书处2026年1月28日印发" in printed
    assert "忻人发〔2026〕3号" in client.get(f"/j/140900/congress/meetings/{sitting.id}").text
    lines = [one.event for one in db.session.scalars(select(Entry)) if "paper" in one.event]
    assert lines == ["congress:paper:filled_in"]


def test_each_proclamation_of_a_meeting_has_a_number_of_its_own(
    client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    sign_in(client, account(city, Role.STAFF))
    first, second = (f"{papers(sitting)}/proclamation/{nth}" for nth in (1, 2))
    assert "已按本单位最近的文号填入" not in client.get(first).text
    assert client.post(first, data=MARKS).status_code == 303
    page = client.get(second).text
    assert 'value="忻人发〔2026〕4号"' in page
    assert "公告（第 2 号）" in page
    doubled = client.post(second, data=MARKS)
    assert doubled.status_code == 422
    assert "发文字号“忻人发〔2026〕3号”已经用在另一份文件（公告）上，请换一个号。" in doubled.text
    assert "大会秘书处" in doubled.text
    assert client.post(f"{papers(sitting)}/agenda", data=MARKS).status_code == 422
    assert client.post(second, data=MARKS | {"number": "忻人发〔2026〕4号"}).status_code == 303
    assert client.post(first, data=MARKS).status_code == 303  # its own number is not doubled
    home = client.get(f"/j/140900/congress/meetings/{sitting.id}").text
    assert [number in home for number in ("忻人发〔2026〕3号", "忻人发〔2026〕4号", "公告（第 3 号）")] == [
        True
    ] * 3
    for nowhere in ("proclamation/0", "proclamation/1000", "agenda/2"):
        assert client.get(f"{papers(sitting)}/{nowhere}").status_code == 404
        assert client.post(f"{papers(sitting)}/{nowhere}", data=MARKS).status_code == 404


def test_another_place_may_use_the_same_number(
    client: FlaskClient, city: Place, county: Place, sitting: Meeting
) -> None:
    sign_in(client, account(city, Role.STAFF))
    assert client.post(f"{papers(sitting)}/agenda", data=MARKS).status_code == 303
    other = meeting(county, in_term=term(county))
    sign_in(client, account(county, Role.STAFF))
    address = f"/j/{county.code}/congress/meetings/{other.id}/papers/agenda"
    assert client.post(address, data=MARKS).status_code == 303


def test_an_agenda_that_nobody_has_filled_in_is_not_printed(
    client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    answer = sign_in(client, account(city, Role.STAFF)).get(f"{prints(sitting)}/agenda.pdf")
    assert answer.status_code == 409
    assert "议程还没有填写" in answer.text


@pytest.mark.database
def test_what_is_filled_in_is_filled_in_anew(client: FlaskClient, city: Place, sitting: Meeting) -> None:
    sign_in(client, account(city, Role.STAFF))
    assert client.get(f"{papers(sitting)}/proclamation").status_code == 200
    for number in ("忻人发〔2026〕3号", ""):
        client.post(f"{papers(sitting)}/proclamation", data=MARKS | {"number": number})
    db.session.expire_all()
    assert db.session.scalars(select(KeptPaper.number)).all() == [""]


@pytest.mark.parametrize("wrong", [{"number": "第三号"}, {"issued_on": "昨天"}, {"copies_to": "市" * 400}])
def test_a_wrong_number_gets_a_sentence_and_loses_nothing(
    client: FlaskClient, city: Place, sitting: Meeting, wrong: dict[str, str]
) -> None:
    sign_in(client, account(city, Role.STAFF))
    answer = client.post(f"{papers(sitting)}/scrutineers", data=MARKS | {"text": "以姓氏笔画为序"} | wrong)
    assert answer.status_code == 422
    assert "以姓氏笔画为序" in answer.text
    assert "大会秘书处" in answer.text
    assert db.session.scalars(select(KeptPaper)).all() == []


def test_only_the_office_fills_in_and_only_its_own(
    client: FlaskClient, city: Place, county: Place, sitting: Meeting
) -> None:
    sign_in(client, account(city, Role.CHAIR))
    assert client.post(f"{papers(sitting)}/agenda", data=MARKS).status_code == 403
    sign_in(client, account(county, Role.STAFF))
    other = papers(sitting).replace("140900", county.code)
    assert client.post(f"{other}/agenda", data=MARKS).status_code == 404
    assert client.get(f"{other}/agenda").status_code == 404
    sign_in(client, account(city, Role.SECRETARIAT))
    assert client.get(f"{papers(sitting)}/agenda").status_code == 200
    assert client.get(f"{papers(sitting)}/nothing").status_code == 404
    assert client.get(f"{papers(sitting)}/year_report").status_code == 404


def test_the_method_can_be_printed_as_soon_as_rules_are_chosen(
    client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    sign_in(client, account(city, Role.STAFF))
    printed = said(client, f"{prints(sitting)}/ballot_rules_draft.pdf")
    assert "人大代表票决办法（草案）" in printed
    assert "提请忻州市第五届人民代表大会第六次会议审议" in printed
    assert "候选项目由大会主席团提出" in printed
    assert "附一" not in printed
    answer = client.get(f"{prints(sitting)}/candidate_list.pdf")
    assert answer.status_code == 409
    assert "候选项目名单还没有经过审查，不能提请主席团审议" in answer.text


@pytest.mark.parametrize("approvals", [1, 2, 3])
def test_the_list_of_candidates_is_a_draft_until_the_presidium_has_decided(
    client: FlaskClient, city: Place, sitting: Meeting, approvals: int
) -> None:
    clerk = account(city, Role.STAFF)
    screening.decided(clerk, city, candidates=12, year=sitting.year, kinds=MOVING[:approvals])
    address = f"{prints(sitting)}/candidate_list.pdf"
    sign_in(client, clerk)
    if approvals == 1:  # the government has put it up, nobody has reviewed it
        assert client.get(address).status_code == 409
        return
    printed = said(client, address)
    by = "忻州市第五届人民代表大会第六次会议主席团"
    assert ("候选项目建议名单（草案）" in printed) == (approvals == 2)
    assert (f"（提请{by}审议）" in printed) == (approvals == 2)
    assert (f"{by}2026年1月28日" in printed) == (approvals == 3)  # who has not decided does not sign


def test_the_draft_lists_the_candidates_once_they_are_decided(
    client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    clerk = account(city, Role.STAFF)
    screening.decided(clerk, city, candidates=12, year=sitting.year)
    sign_in(client, clerk)
    assert "排列不分先后，应选" in said(client, f"{prints(sitting)}/candidate_list.pdf")
    printed = said(client, f"{prints(sitting)}/ballot_rules_draft.pdf")
    assert "候选项目12项" in printed
    assert "附一候选项目" in printed


def test_the_sheet_to_sign_in_lists_the_deputies_by_delegation(
    client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    deputies(city, 4, in_term=db.session.get_one(Term, sitting.term_id), delegations=2)
    sign_in(client, account(city, Role.STAFF))
    printed = said(client, f"{prints(sitting)}/sign_in_sheet.pdf")
    assert "序号代表团姓名签名签到时间备注" in printed
    assert "1第一代表团代表0012第一代表团代表0033第二代表团代表0024第二代表团代表004" in printed
    assert "应到4人" in printed


def test_the_list_of_scrutineers_is_a_draft_until_it_was_voted_on(
    client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    sign_in(client, account(city, Role.STAFF))
    appoint(sitting, "张三", "王小明", "王伟", "丁宁")
    printed = said(client, f"{prints(sitting)}/scrutineers.pdf")
    assert "名单（草案）" in printed
    assert "（以姓氏笔画为序）" in printed
    assert "丁宁王伟王小明张三" in printed
    with transaction():
        act = MeetingAct(
            jurisdiction_id=city.id,
            meeting_id=sitting.id,
            step="adopt_scrutineers",
            at=now(),
            account_id=None,
            approve=7,
            oppose=0,
            abstain=1,
        )
        db.session.add(act)
    printed = said(client, f"{prints(sitting)}/scrutineers.pdf")
    assert "草案" not in printed
    assert "赞成7，反对0，弃权1" in printed


def test_the_archive_copy_bears_the_digest_on_every_page(
    client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    sign_in(client, account(city, Role.STAFF))
    address = f"{prints(sitting)}/ballot_rules_draft.pdf"
    assert said(client, f"{address}?archive=1").count("存档本") > 1
    assert said(client, address).count("记录摘要") == 1


def appoint(sitting: Meeting, *names: str) -> None:
    with transaction():
        for name in names:
            row = Appointment(
                jurisdiction_id=sitting.jurisdiction_id,
                meeting_id=sitting.id,
                post=Post.SCRUTINEER,
                name=name,
            )
            db.session.add(row)


def test_the_office_may_leave_the_names_as_they_were_entered(
    client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    sign_in(client, account(city, Role.STAFF))
    appoint(sitting, "张三", "王伟", "丁宁")
    assert client.post(f"{papers(sitting)}/scrutineers", data={"text": ""}).status_code == 303
    printed = said(client, f"{prints(sitting)}/scrutineers.pdf")
    assert "张三王伟丁宁" in printed
    assert "笔画" not in printed
    with transaction():
        row = db.session.scalars(select(KeptPaper)).one()
        row.text = "以姓名笔画为序"  # as offices could write it themselves before
    printed = said(client, f"{prints(sitting)}/scrutineers.pdf")
    assert "（以姓名笔画为序）" in printed
    assert "丁宁王伟张三" in printed
    assert '<option selected value="以姓名笔画为序">' in client.get(f"{papers(sitting)}/scrutineers").text
    assert client.post(f"{papers(sitting)}/scrutineers", data={"text": "以年龄为序"}).status_code == 422


def test_the_sheet_to_sign_in_can_be_had_by_the_strokes_of_surnames(
    client: FlaskClient, city: Place, sitting: Meeting
) -> None:
    rows = deputies(city, 4, in_term=db.session.get_one(Term, sitting.term_id), delegations=2)
    with transaction():
        for row, name in zip(rows, ("张三", "王伟", "丁宁", "万里"), strict=True):
            db.session.merge(row).name = name
    sign_in(client, account(city, Role.STAFF))
    printed = said(client, f"{prints(sitting)}/sign_in_sheet.pdf?order=strokes")
    assert "各代表团以姓氏笔画为序" in printed
    assert "1第一代表团丁宁2第一代表团张三3第二代表团万里4第二代表团王伟" in printed
    assert "order=strokes" in client.get(f"/j/140900/congress/meetings/{sitting.id}").text
    assert "笔画" not in said(client, f"{prints(sitting)}/sign_in_sheet.pdf")
