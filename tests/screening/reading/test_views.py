"""The pages of the reading room: who reads what, what is said of bad input, what nobody is told."""

from __future__ import annotations

import io

import docx
import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.queries_counted import counted
from tests.screening.factories import YEAR, approval, staff
from tests.screening.reading.conftest import Room
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.people.rules import Role
from voting.screening.dossier.actions import attach
from voting.screening.dossier.rules import DossierAttachment
from voting.screening.reading import actions
from voting.screening.reading.models import DeputyQuestion
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.actions_steps import NewStep, record_step
from voting.screening.shortlist.rules import ApprovalKind, ListDecision

BASE = "/j/140900/reading"
WORDS = "管网改造包括哪几个小区？"


def words_of(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return str(html.fromstring(answer.data).text_content())


def marks(client: FlaskClient) -> str:
    """What stands in the list of candidates."""
    return str(html.fromstring(client.get(f"{BASE}/").data).xpath("string(//ol[@class='reading-list'])"))


def browser_of(room: Room, client: FlaskClient, who: str, *, home: bool = True) -> FlaskClient:
    return sign_in(client.application.test_client(), getattr(room, who), home=home)


def test_from_signing_in_to_the_candidates_is_one_tap(home: FlaskClient, room: Room) -> None:
    links = html.fromstring(home.get("/account").data).xpath("//main//a/@href")
    assert f"{BASE}/" in links
    assert "候选 12 项" in words_of(home, f"{BASE}/")
    hall = browser_of(room, home, "asker", home=False)
    assert f"{BASE}/" in html.fromstring(hall.get("/account").data).xpath("//main//a/@href")
    assert hall.get(f"{BASE}/{room.ids[0]}").status_code == 200


def attached(room: Room, title: str, file: str, *, public: bool) -> None:
    new = DossierAttachment(title=title, file=file, size=9, public=public)
    with transaction():
        attach(staff(room.place), jurisdiction_id=room.place.id, project_id=room.ids[0], new=new)


def test_before_the_list_is_decided_no_internal_file_is_named_and_no_link_is_dead(
    home: FlaskClient, room: Room
) -> None:
    attached(room, "地质报告", f"{'1' * 64}.pdf", public=False)
    url = f"{BASE}/{room.ids[0]}"
    assert html.fromstring(home.get(url).data).xpath("//h3[text()='附件']") == []
    attached(room, "平面图", f"{'2' * 64}.pdf", public=True)
    page = html.fromstring(home.get(url).data)
    assert "平面图" in page.text_content()
    assert "地质报告" not in page.text_content()
    assert page.xpath("//a[contains(@href, '/attachments/')]") == []
    printed = docx.Document(io.BytesIO(home.get(f"{BASE}/booklet-{YEAR}.docx").data))
    words = "".join(one.text for one in printed.paragraphs)
    assert "平面图" in words
    assert "地质报告" not in words


def test_a_candidate_leads_to_its_neighbours(home: FlaskClient, room: Room) -> None:
    first, last = (html.fromstring(home.get(f"{BASE}/{room.ids[n]}").data) for n in (0, -1))
    assert first.xpath("//a[@rel='prev']") == []
    assert set(first.xpath("//a[@rel='next']/@href")) == {f"{BASE}/{room.ids[1]}"}
    assert set(last.xpath("//a[@rel='prev']/@href")) == {f"{BASE}/{room.ids[-2]}"}
    assert last.xpath("//a[@rel='next']") == []


def test_a_question_is_asked_seen_answered_and_read_by_all_without_a_name(
    home: FlaskClient, room: Room
) -> None:
    url = f"{BASE}/{room.ids[0]}"
    assert home.post(f"{url}/ask", data={"text": WORDS}).status_code == 303
    other, unit = browser_of(room, home, "other"), browser_of(room, home, "unit")
    office = sign_in(home.application.test_client(), staff(room.place))
    assert "收回提问" in words_of(home, url)
    assert WORDS not in words_of(other, url)
    for one in (unit, office):
        listed = words_of(one, f"{BASE}/questions")
        assert WORDS in listed
        assert room.asker.name in listed
    ((question,),) = rows("SELECT id FROM screening_question")
    answered = unit.post(f"{BASE}/questions/{question}/answer", data={"answer": "共 12 个小区。"})
    assert answered.status_code == 303
    for one in (home, other, browser_of(room, home, "other", home=False)):
        shown = one.get(url).text
        assert "共 12 个小区。" in shown
        assert room.asker.name not in html.fromstring(shown).xpath("string(//main)")
    assert "1 个提问已答复" in words_of(other, f"{BASE}/")


def test_a_question_that_waits_is_taken_back(home: FlaskClient, room: Room) -> None:
    url = f"{BASE}/{room.ids[0]}"
    home.post(f"{url}/ask", data={"text": WORDS})
    ((question,),) = rows("SELECT id FROM screening_question")
    other = browser_of(room, home, "other")
    assert other.post(f"{BASE}/questions/{question}/withdraw").status_code == 404
    assert home.post(f"{BASE}/questions/{question}/withdraw").status_code == 303
    assert WORDS not in words_of(home, url)
    unit = browser_of(room, home, "unit")
    assert WORDS not in words_of(unit, f"{BASE}/questions")
    assert unit.post(f"{BASE}/questions/{question}/answer", data={"answer": "迟了。"}).status_code == 409


def test_the_office_passes_a_question_on(home: FlaskClient, room: Room) -> None:
    home.post(f"{BASE}/{room.ids[0]}/ask", data={"text": WORDS})
    ((question,),) = rows("SELECT id FROM screening_question")
    office = sign_in(home.application.test_client(), staff(room.place))
    page = office.get(f"{BASE}/questions/{question}").text
    assert "转其他单位答复" in page
    wrong = office.post(f"{BASE}/questions/{question}/pass-on", data={"unit_id": "99999"})
    assert wrong.status_code == 422
    right = {"unit_id": str(room.unit.unit_id)}
    assert office.post(f"{BASE}/questions/{question}/pass-on", data=right).status_code == 303
    unit = browser_of(room, home, "unit")
    assert "转其他单位答复" not in unit.get(f"{BASE}/questions/{question}").text
    assert unit.post(f"{BASE}/questions/{question}/pass-on", data=right).status_code == 403


@pytest.mark.parametrize(
    "text", ["", "？", "\u200b\u200b\u200b\u200b\u200b", "问" * 501], ids=["none", "one", "unseen", "long"]
)
def test_a_bad_question_is_told_and_kept(home: FlaskClient, room: Room, text: str) -> None:
    answer = home.post(f"{BASE}/{room.ids[0]}/ask", data={"text": text})
    assert answer.status_code == 422
    assert html.fromstring(answer.data).xpath("//*[@id='text-error']")
    assert rows("SELECT 1 FROM screening_question") == []


def test_a_bad_answer_and_a_long_note_are_told_and_kept(home: FlaskClient, room: Room) -> None:
    note = home.post(f"{BASE}/{room.ids[0]}/note", data={"note": "记" * 1001})
    assert note.status_code == 422
    assert "记" * 1001 in note.text
    with transaction():
        row = actions.ask(room.asker, jurisdiction_id=room.place.id, project_id=room.ids[0], text=WORDS)
    unit = browser_of(room, home, "unit")
    wrong = unit.post(f"{BASE}/questions/{row.id}/answer", data={"answer": ""})
    assert wrong.status_code == 422
    assert "请填写答复内容" in wrong.text


def test_bookmark_and_note_are_for_their_owner_alone(home: FlaskClient, room: Room) -> None:
    url = f"{BASE}/{room.ids[0]}"
    assert home.post(f"{url}/mark").status_code == 303
    assert home.post(f"{url}/note", data={"note": "问清楚钱从哪里来"}).status_code == 303
    assert "问清楚钱从哪里来" in home.get(url).text
    assert "书签" in marks(home)
    assert "有笔记" in marks(home)
    for one in (
        browser_of(room, home, "other"),
        browser_of(room, home, "asker", home=False),
    ):
        assert "问清楚钱从哪里来" not in one.get(url).text
        assert "书签" not in marks(one)
    assert home.post(f"{url}/unmark").status_code == 303
    assert home.post(f"{url}/note", data={"note": ""}).status_code == 303
    assert "书签" not in marks(home)
    assert "有笔记" not in marks(home)


def test_the_hall_s_digits_read_and_do_nothing(home: FlaskClient, room: Room) -> None:
    hall = browser_of(room, home, "asker", home=False)
    url = f"{BASE}/{room.ids[0]}"
    page = html.fromstring(hall.get(url).data)
    assert "只能阅读" in page.text_content()
    assert page.xpath("//main//form") == []
    for name in ("mark", "note", "ask"):
        assert hall.post(f"{url}/{name}", data={"note": "记一笔", "text": WORDS}).status_code == 403
    assert rows("SELECT 1 FROM screening_reading_desk") == []
    assert rows("SELECT 1 FROM screening_question") == []


@pytest.mark.parametrize("role", [Role.STAFF, Role.UNIT, Role.COMMITTEE, Role.OVERSIGHT, Role.AUDITOR])
def test_nobody_but_deputies_enters(client: FlaskClient, room: Room, role: Role) -> None:
    other = sign_in(client, account(room.place, role))
    for path in ("/", f"/{room.ids[0]}"):
        assert other.get(f"{BASE}{path}").status_code == 403
    assert other.post(f"{BASE}/{room.ids[0]}/ask", data={"text": WORDS}).status_code == 403


def test_visits_and_comments_stand_with_their_replies(home: FlaskClient, room: Room) -> None:
    new = NewStep(
        decided_on=today(), decision=ListDecision.NOTED, reason="建议先修老旧管网", reply="已列入首批"
    )
    with transaction():
        record_step(staff(room.place), place=room.place, year=YEAR, kind=ApprovalKind.COMMENTS, new=new)
    shown = words_of(home, f"{BASE}/")
    assert "建议先修老旧管网" in shown
    assert "已列入首批" in shown


def test_before_the_review_there_is_nothing_to_read(client: FlaskClient, room: Room) -> None:
    with transaction():
        shortlist_actions.send_back(staff(room.place), place=room.place, year=YEAR, reason="有两项要重新测算")
    deputy = browser_of(room, client, "asker")
    assert "现在没有可以阅读的候选项目" in deputy.get(f"{BASE}/").text
    assert deputy.get(f"{BASE}/?year={YEAR}").status_code == 404
    assert deputy.get(f"{BASE}/{room.ids[0]}").status_code == 404
    assert deputy.get(f"{BASE}/booklet-{YEAR}.pdf").status_code == 404


def test_a_decided_list_is_read_in_the_order_and_words_of_the_paper(home: FlaskClient, room: Room) -> None:
    order = [*reversed(room.ids)]
    with transaction():
        shortlist_actions.approve(
            staff(room.place),
            place=room.place,
            year=YEAR,
            kind=ApprovalKind.DECISION,
            new=approval(order),
        )
    assert "尚" not in words_of(home, f"{BASE}/")
    page = html.fromstring(home.get(f"{BASE}/{order[0]}").data)
    assert "第 1 项，共 12 项" in page.text_content()
    assert set(page.xpath("//a[@rel='next']/@href")) == {f"{BASE}/{order[1]}"}


def test_a_page_asks_little(home: FlaskClient, room: Room) -> None:
    for n in range(3):
        with transaction():
            actions.ask(room.asker, jurisdiction_id=room.place.id, project_id=room.ids[n], text=f"{WORDS}{n}")
    home.post(f"{BASE}/{room.ids[0]}/note", data={"note": "问清楚钱从哪里来"})
    unit = browser_of(room, home, "unit")
    question = db.session.query(DeputyQuestion.id).order_by(DeputyQuestion.id).first()
    assert question is not None
    asked = {}
    for one, path in (
        (home, "/"),
        (home, f"/{room.ids[0]}"),
        (unit, "/questions"),
        (unit, f"/questions/{question.id}"),
    ):
        one.get(f"{BASE}{path}")
        with counted() as sent:
            assert one.get(f"{BASE}{path}").status_code == 200
        asked[path] = len(sent)
    assert max(asked.values()) <= 15, asked
