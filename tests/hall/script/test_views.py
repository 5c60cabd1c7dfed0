"""The chair's script on the console and in print: live figures as the screens have them, for those who lead alone."""

from __future__ import annotations

import io
import re

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.factories import account, deputies, meeting, sign_in, term
from tests.hall.console.test_plenaries import ALL, TOO_FEW
from tests.hall.console.test_tie_course import tied
from tests.hall.factories import Console, console, console_of
from tests.tally.factories_count import closed
from voting.congress.meeting.models import Meeting
from voting.core.wordfile import as_docx
from voting.hall.course.facts import state_of
from voting.hall.script.queries import printed
from voting.people.rules import Place, Role


def script_of(made: Console) -> str:
    """Return what the console's card says."""
    found = re.search(r'data-swap="script">(.*?)</div>', made.page(), re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found[1])


def in_print(at: Place, meeting_id: int) -> str:
    facts = printed(at, meeting_id).facts
    return "\n".join(line[0] for one in facts["acts"] for line in one["lines"])


@pytest.mark.database
def test_the_console_reads_the_figures_of_the_hall(app: Flask, city: Place) -> None:
    made = console(app, city, people=6, here=5)
    figures = state_of(city, made.meeting).figures
    assert f"应到代表 {figures.due} 名，实到 {figures.present} 名，缺席 {figures.absent} 名" in script_of(
        made
    )
    assert made.step("confirm_quorum") == 303
    assert "同意的代表请举手" in script_of(made)


def test_a_motion_is_read_with_its_outcome_and_a_failed_one_is_put_again(app: Flask, city: Place) -> None:
    made = console(app, city)
    assert made.step("confirm_quorum") == 303
    assert "表决结果" not in script_of(made)
    assert made.step("adopt_method", **TOO_FEW) == 303
    said = script_of(made)
    assert "赞成 2 名，反对 1 名，弃权 1 名。赞成的没有超过全体代表的半数" in said
    assert said.index("未获通过") < said.index("同意的代表请举手")
    assert made.step("adopt_method", **ALL) == 303
    said = script_of(made)
    assert "赞成 4 名，反对 0 名，弃权 0 名。赞成的超过全体代表的半数" in said
    assert "监票人、计票人名单（草案）" in said
    assert "赞成 4 名，反对 0 名，弃权 0 名" in in_print(city, made.meeting_id)


def test_after_the_close_what_went_out_and_came_back_is_read_first(app: Flask, city: Place) -> None:
    found = closed(city)
    made = console_of(app, city, found.hall.meeting_id, found.hall.rows)
    said = script_of(made)
    figures = state_of(city, made.meeting).figures
    assert f"发出票 {figures.issued} 张" in said
    assert f"收回 {figures.cast} 张" in said
    assert said.index("收回") < said.index("现在抽验回执")
    assert "候选项目共 3 项，应选 2 项" in in_print(city, made.meeting_id)


def test_a_tie_is_read_with_its_numbers(app: Flask, city: Place) -> None:
    found, made = tied(app, city)
    said = script_of(made)
    assert "获得通过的是第 1 项，共 1 项" in said
    assert "第 2、3 项得票相等" in said
    assert made.step("declare", ballot=found.uuid) == 303
    assert "就第 2、3 项再次票决" in script_of(made)
    assert "就第 2、3 项再次票决" in in_print(city, made.meeting_id)
    assert "复会" not in script_of(made)
    assert made.step("rest") == 303
    assert "现在复会" in script_of(made)


@pytest.fixture
def draft(city: Place) -> Meeting:
    return meeting(city, in_term=term(city))


@pytest.mark.database
def test_before_anything_is_known_the_print_has_blanks(
    client: FlaskClient, city: Place, draft: Meeting
) -> None:
    sign_in(client, account(city, Role.CHAIR))
    said = in_print(city, draft.id)
    assert "应到代表 ＿＿ 名，实到 ＿＿ 名" in said
    assert not re.search(r"None|%\(|[{}]", said)
    address = f"/j/{city.code}/hall/meetings/{draft.id}/script"
    answer = client.get(f"{address}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.data)).pages
    assert "主持词" in "".join(pages[0].extract_text().split())
    assert client.get(f"{address}.docx").status_code == 200


def test_the_editable_version_has_the_same_words(city: Place, draft: Meeting) -> None:
    document = printed(city, draft.id)
    written = [one.text for one in docx.Document(io.BytesIO(as_docx(document, None))).paragraphs]
    acts = [*document.facts["acts"], *document.facts["reserve"]]
    assert [text for text in written if text in {line[0] for one in acts for line in one["lines"]}] == [
        line[0] for one in acts for line in one["lines"]
    ]


def test_the_print_keeps_blanks_while_deputies_still_come(app: Flask, city: Place) -> None:
    made = console(app, city, people=6, here=5)
    assert "应到代表 6 名，实到 ＿＿ 名" in in_print(city, made.meeting_id)
    assert made.step("confirm_quorum") == 303
    assert "应到代表 6 名，实到 5 名" in in_print(city, made.meeting_id)


def test_several_plenary_meetings_stand_under_their_own_headings(app: Flask, city: Place) -> None:
    made = console(app, city)
    assert made.step("confirm_quorum") == 303
    assert made.step("convene") == 303
    groups = [one["group"] for one in printed(city, made.meeting_id).facts["acts"] if one["group"]]
    assert groups == ["第一次全体会议", "第二次全体会议"]


def test_a_township_s_script_names_no_secretariat(app: Flask, township: Place) -> None:
    in_term = term(township)
    deputies(township, 4, in_term=in_term)
    said = in_print(township, meeting(township, in_term=in_term).id)
    assert not re.search("秘书|常务主席", said)
    assert f"{township.name}人民政府" in said


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.SCRUTINEER, Role.TELLER, Role.UNIT, Role.AUDITOR])
def test_only_those_who_lead_may_have_it(
    client: FlaskClient, city: Place, draft: Meeting, role: Role
) -> None:
    sign_in(client, account(city, role))
    assert client.get(f"/j/{city.code}/hall/meetings/{draft.id}/script.pdf").status_code == 403


def test_the_meeting_s_page_offers_it(client: FlaskClient, city: Place, draft: Meeting) -> None:
    sign_in(client, account(city, Role.STAFF))
    page = client.get(f"/j/{city.code}/congress/meetings/{draft.id}").text
    assert f"/j/{city.code}/hall/meetings/{draft.id}/script.pdf" in page
