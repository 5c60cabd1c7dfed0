"""The tally room over HTTP: who may see and do what, when, and what a page says."""

from __future__ import annotations

import io
import json
import re

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from tests.ballot.factories import appoint
from tests.core.font import RARE, rare_font_of
from tests.factories import account, place, sign_in
from tests.queries_counted import counted as queries_counted
from tests.tally import factories_count as make
from tests.tally.factories_count import Counting
from voting.belenios import statements
from voting.congress.place.rules import Post
from voting.congress.term.models import Deputy
from voting.core.db import db, transaction
from voting.demonstration import count, vote
from voting.people.rules import Actor, Level, Place, Role
from voting.tally.outcome.facts import gather
from voting.tally.pages.run import queries as run_page_queries
from voting.tally.paper import actions as paper
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TallyState

pytestmark = pytest.mark.database
MOST_QUERIES = 19  # one names who asked for each step and who confirmed it, one the meeting of the menu


def room(found: Counting, path: str = "") -> str:
    return f"/j/{found.hall.place.code}/tally/{found.uuid}{path}"


def get(client: FlaskClient, who: Actor, path: str) -> tuple[int, str]:
    answer = sign_in(client, who).get(path)
    return answer.status_code, answer.data.decode(errors="replace")


def post(client: FlaskClient, who: Actor, path: str, **form: object) -> tuple[int, str]:
    answer = sign_in(client, who).post(path, data=form)
    return answer.status_code, answer.get_data(as_text=True)


def send(client: FlaskClient, who: Actor, path: str, body: object) -> tuple[int, str]:
    answer = sign_in(client, who).post(path, data=json.dumps(body), content_type="application/json")
    return answer.status_code, answer.get_data(as_text=True)


def test_a_count_goes_from_the_closed_box_to_the_proclamation_over_http(
    client: FlaskClient, city: Place
) -> None:
    found = make.closed(city, size=3, threshold=2)
    home = f"/j/{city.code}/tally"
    assert "等待接收的票箱" in get(client, found.secretary, home)[1]
    assert post(client, found.secretary, room(found, "/take-over"))[0] == 303
    for holder in found.hall.holders[:2]:
        vote.sign_roll(found.uuid, holder)
        vote.sample(found.uuid, holder)
        body = {"digest": found.run.digest, "partial": vote.partial(found.uuid, holder)}
        status, said = send(client, holder.actor, f"/ballots/{found.uuid}/share", body)
        assert status == 200
    assert json.loads(said) == {"opened": True}
    two_steps(client, found, "count", found.secretary, found.scrutineer)
    for holder in found.hall.holders[:2]:
        assert (
            len(json.loads(get(client, holder.actor, f"/ballots/{found.uuid}/partials.json")[1])["partials"])
            == 2
        )
        text = get(client, holder.actor, f"/ballots/{found.uuid}/outcome.json")[1]
        message = statements.outcome_message(found.uuid, text)
        body2 = {"text": message, "signature": statements.sign_message(holder.keys.signing, message)}
        assert send(client, holder.actor, f"/ballots/{found.uuid}/statement", body2)[0] == 200
    two_steps(client, found, "confirm", found.secretary, found.chair)
    two_steps(client, found, "announce", found.secretary, found.chair, number=3)
    status, page = get(client, found.secretary, room(found))
    assert status == 200
    assert "已公告" in page
    assert "赞成 3 票，达到通过线 2 票，列第 1 位，在应选 2 项之内，通过。" in page
    client.delete_cookie("signed_in")
    proclamation = client.get(room(found, "/proclamation.pdf"))
    assert (proclamation.status_code, proclamation.data[:5]) == (200, b"%PDF-")
    assert client.get(f"/ballots/{found.uuid}/bundle.zip").status_code == 403
    assert sign_in(client, found.hall.deputies[0]).get(f"/ballots/{found.uuid}/bundle.zip").data[:2] == b"PK"


def two_steps(
    client: FlaskClient, found: Counting, step: str, asks: Actor, confirms: Actor, **form: object
) -> None:
    assert get(client, asks, room(found, f"/steps/{step}"))[0] == 200
    status, said = post(client, asks, room(found, f"/steps/{step}"), **form)
    assert status == 303, said
    page = get(client, confirms, room(found))[1]
    assert "我确认" in page
    assert post(client, confirms, room(found, f"/steps/{step}/confirm"))[0] == 303


def test_the_page_of_a_count_costs_few_queries(client: FlaskClient, city: Place) -> None:
    found = make.counted(city)
    sign_in(client, found.secretary)
    with queries_counted() as asked:
        assert client.get(room(found)).status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_every_page_of_the_room_is_shown_in_english_too(client: FlaskClient, city: Place) -> None:
    votes = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))
    found = make.counted(city, votes=votes, tie_rule="presidium")
    client.set_cookie("locale", "en")
    page = get(client, found.secretary, room(found))[1]
    assert 'lang="en"' in page
    assert "项目3" in page
    for chinese in ("赞成", "达到", "应到", "全体代表", "主席团", "监票人"):
        assert chinese not in page, chinese
    for step in ("void", "settle", "announce", "recount", "confirm"):
        assert get(client, found.secretary, room(found, f"/steps/{step}"))[0] == 200, step
    make.with_paper(found)
    for path in ("/places/1/sheet", "/places/1/papers", "/places/1/void"):
        status, page = get(client, found.tellers[0], room(found, path))
        assert (status, "赞成" in page) == (200, False), path


def test_people_of_another_congress_find_nothing(client: FlaskClient, city: Place) -> None:
    found = make.announced(city)
    other = place(code="141000", name="临汾市", level=Level.CITY)
    roles = (Role.STAFF, Role.SECRETARIAT, Role.CHAIR, Role.SCRUTINEER, Role.TELLER)
    stranger = account(other, *roles)
    paths = ("", "/steps/void", "/documents/count_report.pdf", "/places/1/sheet", "/places/new")
    for path in paths:
        assert get(client, stranger, room(found, path))[0] == 404, path
    theirs = room(found).replace(city.code, other.code)
    for path in paths:
        assert get(client, stranger, theirs + path)[0] == 404, path
    for path in ("/take-over", "/next", "/steps/void/confirm", "/steps/void/withdraw", "/consent/0"):
        assert post(client, stranger, theirs + path)[0] == 404, path
    for call in ("share", "statement"):
        said: dict[str, object] = {"text": f"outcome|{found.uuid}|x", "signature": {}}
        body: dict[str, object] = {"digest": "", "partial": ""} if call == "share" else said
        assert send(client, stranger, f"/ballots/{found.uuid}/{call}", body)[0] == 404
    assert get(client, stranger, f"/ballots/{found.uuid}/outcome.json")[0] == 404
    assert get(client, stranger, f"/ballots/{found.uuid}/bundle.zip")[0] == 403


def test_each_route_is_closed_to_the_wrong_role(client: FlaskClient, city: Place) -> None:
    found = make.taken_over(city)
    deputy = found.hall.deputies[0]
    for path in ("", "/steps/void", "/places/new", "/places/1/sheet", "/places/1/void"):
        assert get(client, deputy, room(found, path))[0] == 403, path
    for path in ("/take-over", "/next", "/steps/void/confirm", "/voids/1/confirm", "/consent/0"):
        assert post(client, deputy, room(found, path))[0] == 403, path
    for call in ("share", "statement"):
        assert send(client, found.secretary, f"/ballots/{found.uuid}/{call}", {})[0] == 403


def test_a_share_with_the_wrong_shape_or_content_gets_a_sentence(client: FlaskClient, city: Place) -> None:
    found = make.taken_over(city)
    holder = found.hall.holders[0]
    path = f"/ballots/{found.uuid}/share"
    assert send(client, holder.actor, path, {"digest": "x"})[0] == 400
    assert send(client, holder.actor, path, {"digest": 1, "partial": "x"})[0] == 400
    status, said = send(client, holder.actor, path, {"digest": "0" * 64, "partial": "{}"})
    assert (status, "领票名册" in json.loads(said)["error"]["message"]) == (409, True)
    vote.sign_roll(found.uuid, holder)
    status, said = send(client, holder.actor, path, {"digest": "0" * 64, "partial": "{}"})
    assert (status, "抽验回执" in json.loads(said)["error"]["message"]) == (409, True)
    vote.sample(found.uuid, holder)
    status, said = send(client, holder.actor, path, {"digest": found.run.digest, "partial": "{}"})
    assert (status, holder.actor.name in json.loads(said)["error"]["message"]) == (422, True)
    assert found.run.state is TallyState.SEALED


def test_a_step_asked_for_at_the_wrong_moment_keeps_the_form_and_says_why(
    client: FlaskClient, city: Place
) -> None:
    found = make.taken_over(city)
    status, page = post(client, found.secretary, room(found, "/steps/count"))
    assert (status, "电子票箱还没有打开" in page) == (409, True)
    status, page = post(client, found.secretary, room(found, "/steps/void"), reason=" ")
    assert (status, "请写明理由" in page) == (422, True)
    assert get(client, found.secretary, room(found, "/steps/dance"))[0] == 404


def test_a_wrong_proclamation_number_is_said_at_the_field(client: FlaskClient, city: Place) -> None:
    found = make.confirmed(city)
    status, page = post(client, found.secretary, room(found, "/steps/announce"), number="abc")
    assert (status, "abc" in page) == (422, True)


def test_a_request_can_be_withdrawn_over_http(client: FlaskClient, city: Place) -> None:
    found = make.taken_over(city)
    assert post(client, found.secretary, room(found, "/steps/void"), reason="封条破损")[0] == 303
    assert "封条破损" in get(client, found.chair, room(found))[1]
    assert post(client, found.secretary, room(found, "/steps/void/confirm"))[0] == 403
    assert post(client, found.chair, room(found, "/steps/void/withdraw"))[0] == 303
    assert found.run.state is TallyState.SEALED


def test_paper_is_entered_by_two_tellers_and_a_scrutineer_over_http(client: FlaskClient, city: Place) -> None:
    found = make.taken_over(city, deputies=9)
    assert get(client, found.secretary, room(found, "/places/new"))[0] == 200
    assert post(client, found.secretary, room(found, "/places/new"), name="主会场", expected=2)[0] == 303
    assert post(client, found.secretary, room(found, "/places/new"), name="主会场", expected=2)[0] == 422
    assert "电子票（或纸质票）不足 5 张的" in get(client, found.secretary, room(found))[1]
    for who in (found.scrutineer, found.secretary):
        for place_id in (0, 1):
            assert post(client, who, room(found, f"/consent/{place_id}"))[0] == 303
    count.open_box(found.uuid, found.hall.holders)
    cells = {"line_1_0": 1, "line_2_0": 1, "line_3_0": 0}
    first, second = found.tellers
    assert get(client, first, room(found, "/places/1/sheet"))[0] == 200
    wrong = post(client, first, room(found, "/places/1/sheet"), issued=2, returned=2, void=3, **cells)
    assert (wrong[0], "无效 3 票多于收回 2 票" in wrong[1]) == (422, True)
    assert (
        post(client, first, room(found, "/places/1/sheet"), issued=2, returned=2, void=1, **cells)[0] == 303
    )
    other = {**cells, "line_2_0": 0}
    assert (
        post(client, second, room(found, "/places/1/sheet"), issued=2, returned=2, void=1, **other)[0] == 303
    )
    assert "数字不一致" in get(client, second, room(found))[1]
    assert 'value="0"' in get(client, second, room(found, "/places/1/sheet"))[1]
    assert (
        post(client, second, room(found, "/places/1/sheet"), issued=2, returned=2, void=1, **cells)[0] == 303
    )
    assert get(client, first, room(found, "/places/1/void"))[0] == 200
    assert post(client, first, room(found, "/places/1/void"), reason="")[0] == 422
    assert post(client, first, room(found, "/places/1/void"), reason="多选")[0] == 303
    assert post(client, found.scrutineer, room(found, "/voids/1/confirm"))[0] == 303
    assert "已点清" in get(client, found.secretary, room(found))[1]
    two_steps(client, found, "count", first, found.scrutineer)
    assert post(client, first, room(found, "/voids/1/withdraw"))[0] == 409
    assert post(client, found.secretary, room(found, "/places/1/remove"), reason="误设")[0] == 409


def test_papers_can_be_entered_one_by_one_over_http(client: FlaskClient, city: Place) -> None:
    found = make.taken_over(city)
    post(client, found.secretary, room(found, "/places/new"), name="主会场", expected=6)
    path = room(found, "/places/1/papers")
    teller = found.tellers[0]
    assert get(client, teller, path)[0] == 200
    status, page = post(client, teller, path, issued=5, papers="1 2\none\n")
    assert (status, "第 2 行看不懂：one" in page) == (422, True)
    assert post(client, teller, path, issued="", papers="1 2")[0] == 422
    assert post(client, teller, path, issued=5, papers="１　2\r\n\r\n1 2 ３\r\n0\r\nｘ\r\n2\r\n")[0] == 303
    sheet = gather(found.run).places[0].sheets[0]
    assert (sheet.issued, sheet.returned, sheet.void, sheet.lines) == (5, 5, 2, [[1], [2], [0]])
    third = account(city, Role.TELLER)
    appoint(city, found.hall.meeting_id, Post.TELLER, third)
    for other in (found.tellers[1], third):
        status, page = post(client, other, path, issued=1, papers="1")
    assert (status, "两名计票人" in page) == (422, True)


def test_a_tie_is_settled_and_a_second_ballot_ordered_over_http(client: FlaskClient, city: Place) -> None:
    votes = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))
    found = make.counted(city, votes=votes, tie_rule="presidium")
    status, page = get(client, found.secretary, room(found, "/steps/settle"))
    assert (status, "恰好确定 1 项" in page) == (200, True)
    assert post(client, found.secretary, room(found, "/steps/settle"), ordinals=["2", "3"])[0] == 422
    two_steps(client, found, "settle", found.secretary, found.chair, ordinals=["2"])
    assert found.run.by_presidium == [2]
    assert post(client, found.secretary, room(found, "/next"))[0] == 409


def test_a_void_count_offers_a_new_ballot(client: FlaskClient, city: Place) -> None:
    found = make.box_open(city)
    count.step(found.uuid, "void", found.secretary, found.chair, {"reason": "封条破损"})
    assert "安排这次票决" in get(client, found.secretary, room(found))[1]
    assert post(client, found.secretary, room(found, "/next"))[0] == 303
    assert "后续票决已经安排" in get(client, found.secretary, room(found))[1]


@pytest.mark.parametrize("name", ["issue_report", "count_report", "presidium_confirmation", "resolution"])
def test_documents_come_when_they_are_due(client: FlaskClient, city: Place, name: str) -> None:
    found = make.box_open(city)
    assert get(client, found.secretary, room(found, f"/documents/{name}.pdf"))[0] == 404
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    count.sign(found.uuid, found.hall.holders)
    count.step(found.uuid, "confirm", found.secretary, found.chair)
    count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
    answer = sign_in(client, found.chair).get(room(found, f"/documents/{name}.pdf"))
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")


def test_nobody_outside_the_room_sees_a_number_before_the_announcement(
    client: FlaskClient, city: Place
) -> None:
    found = make.confirmed(city)
    auditor, deputy = account(city, Role.AUDITOR), found.hall.deputies[0]
    page = get(client, auditor, room(found))[1]
    assert "达到通过线" not in page
    assert "计票结果报告单" not in page
    for who in (auditor, deputy):
        assert get(client, who, room(found, "/documents/count_report.pdf"))[0] == 404
    assert get(client, found.chair, room(found, "/documents/count_report.pdf"))[0] == 200
    count.step(found.uuid, "announce", found.secretary, found.chair, {"number": 1})
    assert "达到通过线" in get(client, auditor, room(found))[1]
    for who in (auditor, deputy):
        assert get(client, who, room(found, "/documents/count_report.pdf"))[0] == 200


def test_a_proclamation_can_be_edited_and_a_rehearsals_is_never_public(
    client: FlaskClient, city: Place
) -> None:
    found = make.announced(city)
    answer = sign_in(client, found.secretary).get(room(found, "/documents/proclamation.docx"))
    assert (answer.status_code, answer.data[:2]) == (200, b"PK")
    assert get(client, found.secretary, room(found, "/documents/badges.docx"))[0] == 404
    run = found.run
    with transaction():
        make.find_run(run.ballot_uuid, city.id).rehearsal = True
    assert client.get(room(found, "/proclamation.pdf")).status_code == 404


def test_the_papers_before_a_ballot_can_be_printed(client: FlaskClient, city: Place) -> None:
    found = make.closed(city)
    base = f"/j/{city.code}/tally"
    paths = [f"{base}/ballots/{found.uuid}/{name}.pdf" for name in ("ballot_rules", "candidates")]
    paths += [f"{base}/ballots/{found.uuid}/paper_ballot.pdf?copies=3&colour=pink"]
    paths += [f"{base}/meetings/{found.hall.meeting_id}/{name}.pdf" for name in ("scrutineers", "badges")]
    for path in paths:
        answer = sign_in(client, found.secretary).get(path)
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-"), path
    for path in (
        f"{base}/ballots/{found.uuid}/poster.pdf",
        f"{base}/ballots/unknown/ballot_rules.pdf",
        f"{base}/meetings/{found.hall.meeting_id}/poster.pdf",
        f"{base}/meetings/9999/badges.pdf",
    ):
        assert get(client, found.secretary, path)[0] == 404, path
    assert get(client, found.secretary, f"{base}/ballots/{found.uuid}/paper_ballot.pdf?copies=0")[0] == 422


def test_a_document_with_a_sign_that_no_font_has_says_so_before_it_is_printed(
    client: FlaskClient, city: Place
) -> None:
    found = make.closed(city)
    with transaction():
        db.session.scalars(select(Deputy).limit(1)).one().name = f"王{RARE}"
    path = f"/j/{city.code}/tally/meetings/{found.hall.meeting_id}/badges.pdf"
    desk = sign_in(client, found.secretary)
    told = desk.get(path)
    assert told.status_code == 200
    assert f"<bdi>{RARE}</bdi> U+2A701" in told.text
    assert f"DATA/templates/{city.code}" in told.text
    assert desk.get(f"{path}?anyway=1").data[:5] == b"%PDF-"
    with rare_font_of(client.application, city.code):
        assert desk.get(path).data[:5] == b"%PDF-"


TIE = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))


def test_the_form_of_a_tie_names_nothing_before_the_count_is_complete(
    client: FlaskClient, city: Place
) -> None:
    found = make.box_open(city, votes=TIE, tie_rule="presidium")
    page = get(client, found.secretary, room(found, "/steps/settle"))[1]
    assert "恰好确定 0 项" in page
    assert "项目3" not in page
    count.step(found.uuid, "count", found.secretary, found.scrutineer)
    assert "项目3" in get(client, found.secretary, room(found, "/steps/settle"))[1]
    elsewhere = account(city, Role.SCRUTINEER)
    assert "项目3" not in get(client, elsewhere, room(found, "/steps/settle"))[1]
    assert get(client, elsewhere, room(found, "/documents/count_report.pdf"))[0] == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OVERSIGHT])
def test_who_only_reads_learns_of_no_tie_before_the_announcement(city: Place, role: Role) -> None:
    found = make.counted(city, votes=TIE, tie_rule="presidium")
    reader = account(city, role)
    seen = run_page_queries.run_page(reader, city, found.uuid)
    assert "settle" not in {step.step for step in seen.steps}
    assert "主席团" not in " ".join(one.what for one in seen.missing_sign)
    assert (seen.decision, seen.count, seen.found.decision, seen.follows) == (None, None, None, None)
    inside = run_page_queries.run_page(found.secretary, city, found.uuid)
    assert "settle" in {step.step for step in inside.steps}
    assert "主席团" in inside.missing_sign[0].what


def test_who_only_reads_learns_of_no_following_ballot_before_the_announcement(city: Place) -> None:
    found = make.confirmed(city, votes=TIE)
    assert run_page_queries.run_page(found.secretary, city, found.uuid).follows is not None
    assert run_page_queries.run_page(account(city, Role.AUDITOR), city, found.uuid).follows is None


def test_where_tellers_differ_is_told_in_the_room_and_without_their_numbers(
    client: FlaskClient, city: Place
) -> None:
    found = make.taken_over(city, deputies=9)
    with transaction():
        place_id = paper.open_place(found.secretary, found.uuid, "主会场", 40).id
    for teller, votes in zip(found.tellers, (31, 32), strict=True):
        sheet = paper.NewSheet(issued=40, returned=40, void=0, lines=((votes,), (0,), (0,)))
        with transaction():
            paper.enter_sheet(teller, found.uuid, place_id, sheet)
    inside = get(client, found.secretary, room(found))[1]
    assert "第 1 项 赞成" in inside
    assert "31" not in re.findall(r"第 1 项 赞成[^<]*", inside)[0]
    outside = get(client, account(city, Role.AUDITOR), room(found))[1]
    assert "第 1 项 赞成" not in outside


def test_a_second_proclamation_does_not_bear_the_number_of_the_first(
    client: FlaskClient, city: Place
) -> None:
    found = make.announced(city)
    papers = f"/j/{city.code}/congress/meetings/{found.run.meeting_id}/papers"
    page = get(client, found.secretary, room(found))[1]
    assert f"{papers}/proclamation/1" in page
    assert f"{papers}/resolution/1" in page
    assert post(client, found.secretary, f"{papers}/proclamation/1", number="忻人发〔2026〕3号")[0] == 303
    assert "忻人发〔2026〕3号" in pdf_of(client, room(found, "/documents/proclamation.pdf"))
    with transaction():
        db.session.get_one(TallyRun, found.uuid).number = 2  # as the next vote of the meeting would have it
    assert "忻人发" not in pdf_of(client, room(found, "/documents/proclamation.pdf"))
    assert post(client, found.secretary, f"{papers}/proclamation/2", number="忻人发〔2026〕3号")[0] == 422
    assert post(client, found.secretary, f"{papers}/proclamation/2", number="忻人发〔2026〕4号")[0] == 303
    assert "忻人发〔2026〕4号" in pdf_of(client, room(found, "/documents/proclamation.pdf"))
    assert "文号和版记" not in get(client, found.chair, room(found))[1]  # the office alone fills them in


def pdf_of(client: FlaskClient, path: str) -> str:
    pages = PdfReader(io.BytesIO(client.get(path).data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_who_may_not_ask_reads_who_does_and_is_not_led_to_void_the_vote(
    client: FlaskClient, city: Place
) -> None:
    found = make.signed(city)
    page = get(client, found.chair, room(found))[1]
    due = page[page.index('id="steps"') :].split("</section>")[0] + page[page.index('id="steps"') :]
    assert "由人大工作人员、大会秘书处提出，执行主席确认。" in due
    assert "提出：主席团确认结果" not in page
    assert page.index("<summary>出了差错</summary>") < page.index("提出：宣布本次票决作废")
    assert "提出：主席团确认结果" in get(client, found.secretary, room(found))[1]
    post(client, found.secretary, room(found, "/steps/confirm"))
    assert "须由另一人（执行主席）在自己的设备上确认" in get(client, found.secretary, room(found))[1]


def test_paper_that_no_place_counts_yet_is_not_said_to_be_unused(client: FlaskClient, city: Place) -> None:
    found = make.taken_over(city, papers=1)
    page = get(client, found.secretary, room(found))[1]
    assert "发出纸质票 1 张，还没有登记点算的投票点" in page
    assert "没有使用纸质票" not in page


def test_the_check_characters_of_the_box_are_shown_in_groups_of_eight(
    client: FlaskClient, city: Place
) -> None:
    """As the hall's screen, the sealing sheet and the ballot room show them: nobody reads 64 signs aloud in one run."""
    found = make.taken_over(city)
    digest = found.run.digest
    page = sign_in(client, found.secretary).get(f"/j/140900/tally/{found.uuid}").text
    assert " ".join(digest[at : at + 8] for at in range(0, 64, 8)) in page
    assert digest not in re.sub(r'"[^"]*"', "", page)
