from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import YEAR, approval, call, decided, project, staff, suggestion
from voting.core.clock import today
from voting.core.db import transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.shortlist import actions as shortlist_actions
from voting.screening.shortlist.rules import MOVING

BASE = "/j/140900/screening"
REASON = {"reason": "属于个人事项，不列入。"}
ANSWER = {"answer_class": "reference", "text": "属于个人事项，留作参考。"}


@pytest.fixture
def clerk(city: Place) -> Actor:
    actor = staff(city)
    call(city, actor=actor)
    return actor


GETS = [
    "/suggestions",
    "/suggestions.csv",
    "/suggestions.xlsx",
    "/suggestions/new",
    "/merge",
    "/suggestions/{ours}",
    "/board",
    "/list",
    "/call",
]
READS = {
    "/suggestions",
    "/suggestions.csv",
    "/suggestions.xlsx",
    "/suggestions/{ours}",
    "/board",
    "/list",
    "/call",
}


@pytest.mark.parametrize("path", GETS)
def test_staff_see_it_strangers_do_not_and_oversight_reads(
    client: FlaskClient, city: Place, county: Place, clerk: Actor, path: str
) -> None:
    where = BASE + path.format(ours=suggestion(city).id)
    assert client.get(where).status_code == 303
    assert sign_in(client, clerk).get(where).status_code == 200
    assert sign_in(client, account(county, Role.STAFF)).get(where).status_code == 404
    assert sign_in(client, account(city, Role.DEPUTY)).get(where).status_code == 403
    expected = 200 if path in READS else 403
    assert sign_in(client, account(city, Role.OVERSIGHT)).get(where).status_code == expected


def test_the_citys_oversight_reads_the_inbox_of_a_county_without_contacts(
    client: FlaskClient, city: Place, county: Place
) -> None:
    call(county)
    theirs = suggestion(county).id
    reader = sign_in(client, account(city, Role.OVERSIGHT))
    page = reader.get(f"/j/140921/screening/suggestions/{theirs}")
    assert page.status_code == 200
    assert "1234567" not in page.text
    answer = {"ids": theirs, **ANSWER}
    assert reader.post("/j/140921/screening/answers", data=answer).status_code == 403


def test_the_inbox_searches_and_filters(desk: FlaskClient, city: Place) -> None:
    suggestion(city, title="农村饮水安全工程")
    suggestion(city, title="老年食堂百分之百", place="晋昌镇")
    assert "农村饮水安全工程" in desk.get(f"{BASE}/suggestions?q=饮水").text
    assert "老年食堂" not in desk.get(f"{BASE}/suggestions?q=饮水").text
    assert "老年食堂" in desk.get(f"{BASE}/suggestions?q=晋昌").text
    assert "没有符合条件的建议" in desk.get(f"{BASE}/suggestions?q=%25").text
    assert "没有符合条件的建议" in desk.get(f"{BASE}/suggestions?state=merged").text
    assert desk.get(f"{BASE}/suggestions?state=nonsense").status_code == 404
    assert desk.get(f"{BASE}/suggestions?source=nonsense").status_code == 404
    assert desk.get(f"{BASE}/suggestions?page=99999999999").status_code == 200


def test_a_neighbours_suggestions_are_not_in_the_inbox(desk: FlaskClient, county: Place) -> None:
    call(county)
    suggestion(county, title="县里的事情")
    assert "县里的事情" not in desk.get(f"{BASE}/suggestions").text
    assert "县里的事情" not in desk.get(f"{BASE}/suggestions.csv").text


def test_the_export_has_no_contact_and_no_formula(desk: FlaskClient, city: Place) -> None:
    suggestion(city, title="=1+1 是一条公式", cost_fen=123456)
    sheet = desk.get(f"{BASE}/suggestions.csv").data.decode("utf-8-sig")
    assert "'=1+1" in sheet
    assert "1234.56" in sheet
    assert "1234567" not in sheet


def letter(**more: str) -> dict[str, str]:
    """What staff type of a letter that came to a station."""
    return {
        "nonce": uuid4().hex,
        "title": "来信反映的事情",
        "content": "信里写了很多，希望尽快办理。",
        "source": "station",
        "channel": "letter",
        "received_on": today().isoformat(),
        **more,
    }


def test_staff_enter_a_letter(desk: FlaskClient) -> None:
    form = letter(origin_name="东关联络站", cost="12.5")
    assert desk.post(f"{BASE}/suggestions/new", data=form).status_code == 303
    assert rows("SELECT source, channel, cost_fen FROM screening_suggestion") == [
        ("station", "letter", 12_500_000)
    ]
    answer = desk.post(f"{BASE}/suggestions/new", data={**form, "source": "nobody"})
    assert answer.status_code == 422
    assert "来信反映的事情" in answer.text


def test_nothing_is_entered_before_there_is_a_call(client: FlaskClient, county: Place) -> None:
    form = letter()
    desk = sign_in(client, account(county, Role.STAFF))
    assert desk.post("/j/140921/screening/suggestions/new", data=form).status_code == 404
    call(county, opened=False)
    assert desk.post("/j/140921/screening/suggestions/new", data=form).status_code == 404


DEEDS = {
    "route": {**REASON, "to": "140921"},
    "detach": {},
    "reconsider": {},
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_on_a_neighbours_suggestion_is_not_found(desk: FlaskClient, county: Place, deed: str) -> None:
    call(county)
    theirs = suggestion(county).id
    assert desk.post(f"{BASE}/suggestions/{theirs}/{deed}", data=DEEDS[deed]).status_code == 404
    assert rows("SELECT state FROM screening_suggestion") == [("submitted",)]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_needs_staff(client: FlaskClient, city: Place, clerk: Actor, deed: str) -> None:
    ours = suggestion(city).id
    for role in (Role.DEPUTY, Role.OVERSIGHT, Role.UNIT):
        other = sign_in(client, account(city, role))
        assert other.post(f"{BASE}/suggestions/{ours}/{deed}", data=DEEDS[deed]).status_code == 403


def test_answering_twice_is_the_wrong_moment(desk: FlaskClient, city: Place) -> None:
    ours = suggestion(city).id
    assert desk.post(f"{BASE}/answers", data={"ids": ours, **ANSWER}).status_code == 303
    assert desk.post(f"{BASE}/answers", data={"ids": ours, **ANSWER}).status_code == 409
    assert desk.post(f"{BASE}/suggestions/{ours}/route", data={**REASON, "to": "140900"}).status_code == 422
    assert desk.post(f"{BASE}/suggestions/{ours}/reconsider").status_code == 303
    assert desk.post(f"{BASE}/suggestions/{ours}/reconsider").status_code == 409
    assert desk.post(f"{BASE}/suggestions/{ours}/detach").status_code == 409


def test_an_answer_without_words_is_refused(desk: FlaskClient, city: Place) -> None:
    ours = suggestion(city).id
    answer = desk.post(f"{BASE}/answers", data={"ids": ours, **ANSWER, "text": "不"})
    assert answer.status_code == 422
    assert "不</textarea>" in answer.text


def test_routing_leads_to_the_other_place(desk: FlaskClient, city: Place, county: Place) -> None:
    ours = suggestion(city).id
    assert desk.post(f"{BASE}/suggestions/{ours}/route", data={**REASON, "to": "999999"}).status_code == 404
    assert desk.post(f"{BASE}/suggestions/{ours}/route", data=REASON).status_code == 422
    assert desk.post(f"{BASE}/suggestions/{ours}/route", data={**REASON, "to": "140921"}).status_code == 303
    assert rows("SELECT count(*) FROM screening_suggestion") == [(2,)]
    assert "已转给定襄县" in desk.get(f"{BASE}/suggestions/{ours}").text


def test_several_become_one_project(desk: FlaskClient, city: Place) -> None:
    ids = [suggestion(city, title=f"装红绿灯之{n}").id for n in range(2)]
    page = desk.get(f"{BASE}/merge", query_string={"ids": ids})
    assert "归并这 2 条" in page.text
    form = {"ids": ids, "project_id": "new", "title": "校门口安全", "field": "transport"}
    answer = desk.post(f"{BASE}/merge", data=form)
    assert answer.status_code == 303
    assert "来自 2 条建议" in desk.get(answer.headers["Location"]).text
    assert desk.post(f"{BASE}/merge", data=form).status_code == 409
    assert rows("SELECT count(*) FROM screening_project") == [(1,)]


def test_a_new_project_without_a_name_is_refused_and_nothing_merged(desk: FlaskClient, city: Place) -> None:
    ids = [suggestion(city).id]
    answer = desk.post(
        f"{BASE}/merge", data={"ids": ids, "project_id": "new", "title": "", "field": "transport"}
    )
    assert answer.status_code == 422
    assert "归并这 1 条" in answer.text
    assert rows("SELECT state FROM screening_suggestion") == [("submitted",)]


def test_merging_into_what_is_not_ours_is_not_found(
    desk: FlaskClient, city: Place, county: Place, clerk: Actor
) -> None:
    call(county)
    ours, theirs = suggestion(city).id, suggestion(county).id
    project_there = project(staff(county), county, unit(county)).id
    project_here = project(clerk, city, unit(city)).id
    assert desk.post(f"{BASE}/merge", data={"ids": [ours], "project_id": project_there}).status_code == 404
    assert desk.post(f"{BASE}/merge", data={"ids": [theirs], "project_id": project_here}).status_code == 404
    assert desk.post(f"{BASE}/merge", data={"ids": ["x"], "project_id": project_here}).status_code == 404
    assert desk.get(f"{BASE}/merge", query_string={"ids": theirs}).status_code == 404
    assert desk.post(f"{BASE}/merge", data={"project_id": project_here}).status_code == 422


def test_nothing_joins_a_frozen_project(client: FlaskClient, township: Place) -> None:
    actor = staff(township)
    call(township, actor=actor)
    frozen = decided(actor, township, candidates=5)[0]
    answer = sign_in(client, actor).post(
        "/j/140921100/screening/merge", data={"ids": [suggestion(township).id], "project_id": frozen}
    )
    assert answer.status_code == 409


def test_a_project_can_be_formed_without_a_suggestion(desk: FlaskClient) -> None:
    answer = desk.post(f"{BASE}/merge/planned", data={"title": "规划里的项目", "field": "health"})
    assert answer.status_code == 303
    refused = desk.post(f"{BASE}/merge/planned", data={"title": "规", "field": "health"})
    assert refused.status_code == 422
    assert "4 至 60 个字" in refused.text
    again = desk.post(f"{BASE}/merge/planned", data={"title": "规划里的项目", "field": "health"})
    assert again.status_code == 422
    assert "2027 年已有项目“规划里的项目”。" in again.text
    assert rows("SELECT title, year FROM screening_project") == [("规划里的项目", YEAR)]


def test_unticking_everything_makes_no_empty_project(desk: FlaskClient, city: Place) -> None:
    ours = suggestion(city).id
    form = {"desk": ours, "project_id": "new", "title": "没有选中的项目", "field": "transport"}
    answer = desk.post(f"{BASE}/merge", data=form)
    assert answer.status_code == 422
    assert "请至少选一条建议。" in answer.text
    assert "归并这 1 条" in answer.text
    assert rows("SELECT count(*) FROM screening_project") == [(0,)]


def test_a_colleagues_rows_are_named_and_the_rest_of_the_batch_is_merged(
    desk: FlaskClient, city: Place, clerk: Actor
) -> None:
    quick, mine = suggestion(city, title="别人先办的一条"), suggestion(city)
    quick_id, quick_number, mine_id = quick.id, quick.number, mine.id
    made = project(clerk, city, unit(city), title="同事的项目").id
    desk.post(f"{BASE}/merge", data={"ids": [quick_id], "project_id": made})
    form = {"ids": [quick_id, mine_id], "project_id": "new", "title": "我的项目", "field": "transport"}
    answer = desk.post(f"{BASE}/merge", data=form, follow_redirects=True)
    assert "没有归并、别人刚刚办理过的" in answer.text
    assert f"{quick_number}“别人先办的一条” → “同事的项目”" in answer.text
    assert rows("SELECT count(*) FROM screening_suggestion WHERE state = 'merged'") == [(2,)]


def test_the_desk_says_how_many_wait_and_pages_through_all(desk: FlaskClient, city: Place) -> None:
    for n in range(5):
        suggestion(city, title=f"各不相同的第{n}件事情", content=chr(0x4E00 + 50 * n) * 30, place="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voting.screening.merging.queries.AT_A_TIME", 2)
        pages = [desk.get(f"{BASE}/merge?page={n}").text for n in (1, 2, 3)]
        assert desk.get(f"{BASE}/merge?page=99").status_code == 200
    assert all("还有 5 条没有梳理" in page for page in pages)
    assert "第 3 页，共 3 页" in pages[2]
    for n in range(5):
        assert sum(f"各不相同的第{n}件事情" in page for page in pages) >= 1


def test_groups_stand_in_the_order_of_how_sure_they_are(desk: FlaskClient, city: Place) -> None:
    for title, content in (
        ("清理北河河道垃圾", "北河里垃圾很多，夏天很臭。"),
        ("北河河道要疏浚", "汛期北河水漫到路上。"),
        ("南园小区加装电梯", "南园小区老人多，上下楼不方便，希望加装电梯。"),
        ("南园小区加装电梯", "南园小区老人多，上下楼不方便，请加装电梯。"),
    ):
        suggestion(city, title=title, content=content, place="")
    page = desk.get(f"{BASE}/merge").text
    assert page.index("南园小区加装电梯") < page.index("北河河道")


def test_one_click_merges_into_the_project_of_the_likes_and_leads_to_the_next_group(
    desk: FlaskClient, city: Place, clerk: Actor
) -> None:
    made = project(clerk, city, unit(city), title="东关小学门口安全").id
    desk.post(f"{BASE}/merge", data={"ids": [suggestion(city).id], "project_id": made})
    new = suggestion(city).id
    page = desk.get(f"{BASE}/merge").text
    assert "并入该项目" in page
    assert "东关小学门口安全" in page
    assert f'name="project_id" value="{made}"' in desk.get(f"{BASE}/suggestions/{new}").text
    answer = desk.post(f"{BASE}/merge", data={"ids": [new], "project_id": made, "next_group": "y"})
    assert answer.headers["Location"].endswith("/screening/merge?next=y")
    assert rows(f"SELECT project_id FROM screening_suggestion WHERE id = {new}") == [(made,)]


def test_a_project_is_split_joined_and_both_are_taken_back(desk: FlaskClient, city: Place) -> None:
    ids = [suggestion(city, title=f"装红绿灯之{n}").id for n in range(3)]
    desk.post(
        f"{BASE}/merge", data={"ids": ids, "project_id": "new", "title": "校门口安全", "field": "other"}
    )
    assert "拆成新项目" in desk.get(f"{BASE}/projects/1/sources").text
    form = {"ids": ids[:1], "title": "东关路口红绿灯", "field": "transport"}
    assert desk.post(f"{BASE}/projects/1/split", data=form | {"title": ""}).status_code == 422
    assert desk.post(f"{BASE}/projects/1/split", data=form | {"ids": ids}).status_code == 422
    assert desk.post(f"{BASE}/projects/1/split", data=form).status_code == 303
    assert desk.post(f"{BASE}/projects/2/join", data={"into": 2}).status_code == 422
    assert desk.post(f"{BASE}/projects/2/join", data={"into": "x"}).status_code == 404
    assert desk.post(f"{BASE}/projects/2/join", data={"into": 1}).status_code == 303
    assert rows("SELECT state FROM screening_project ORDER BY id") == [("formed",), ("joined",)]
    gone = desk.get(f"{BASE}/projects/2/sources").text
    assert "这个项目已并入" in gone
    assert "东关路口红绿灯" not in desk.get(f"{BASE}/board").text
    assert desk.post(f"{BASE}/merge/steps/3/undo", data={"at": "2"}).status_code == 303
    assert desk.post(f"{BASE}/merge/steps/2/undo", data={"at": "steps"}).status_code == 303
    assert rows("SELECT state FROM screening_project ORDER BY id") == [("formed",), ("dissolved",)]
    assert rows("SELECT DISTINCT project_id FROM screening_suggestion") == [(1,)]
    steps = desk.get(f"{BASE}/merge/steps").text
    assert steps.count("恢复") >= 2
    assert "撤销：“东关路口红绿灯”并入“校门口安全”" in steps


def test_a_step_taken_back_twice_or_out_of_turn_is_the_wrong_moment(desk: FlaskClient, city: Place) -> None:
    ids = [suggestion(city).id]
    desk.post(
        f"{BASE}/merge", data={"ids": ids, "project_id": "new", "title": "校门口安全", "field": "other"}
    )
    desk.post(f"{BASE}/suggestions/{ids[0]}/detach")
    early = desk.post(f"{BASE}/merge/steps/1/undo", data={"at": "desk"})
    assert early.status_code == 409
    assert "请先撤销后面那一步" in early.text
    assert desk.post(f"{BASE}/merge/steps/2/undo", data={"at": "desk"}).status_code == 303
    again = desk.post(f"{BASE}/merge/steps/2/undo", data={"at": "desk"})
    assert again.status_code == 409
    assert "已经撤销过了" in again.text
    assert desk.post(f"{BASE}/merge/steps/99/undo").status_code == 404


def test_after_the_freeze_nothing_is_offered_and_nothing_done(client: FlaskClient, township: Place) -> None:
    actor = staff(township)
    call(township, actor=actor)
    base = "/j/140921100/screening"
    desk = sign_in(client, actor)
    ids = [suggestion(township).id for _ in range(2)]
    frozen = decided(actor, township, candidates=5, kinds=())
    desk.post(f"{base}/merge", data={"ids": ids, "project_id": frozen[0]})
    with transaction():
        for kind in MOVING:
            shortlist_actions.approve(actor, place=township, year=YEAR, kind=kind, new=approval(frozen))
    page = desk.get(f"{base}/projects/{frozen[0]}/sources").text
    assert "不能再归并、拆分" in page
    for word in ("拆成新项目", "并入该项目", "/undo", "撤出归并"):
        assert word not in page
    assert "已经定稿" in page
    assert "撤出归并" not in desk.get(f"{base}/suggestions/{ids[0]}").text
    step = rows("SELECT max(id) FROM screening_merge_step")[0][0]
    deeds: dict[str, dict[str, object]] = {
        f"projects/{frozen[0]}/split": {"ids": ids[:1], "title": "拆出的项目", "field": "other"},
        f"projects/{frozen[0]}/join": {"into": frozen[1]},
        f"merge/steps/{step}/undo": {},
        f"suggestions/{ids[0]}/detach": {},
    }
    for path, data in deeds.items():
        assert desk.post(f"{base}/{path}", data=data).status_code == 409, path
    assert rows("SELECT DISTINCT project_id FROM screening_suggestion") == [(frozen[0],)]


@pytest.mark.parametrize(
    "path",
    [
        "merge/planned",
        "merge/steps/1/undo",
        "projects/1/split",
        "projects/1/join",
        "merge/steps",
        "projects/1/sources",
    ],
)
def test_the_desks_new_deeds_need_who_collects(
    client: FlaskClient, city: Place, county: Place, clerk: Actor, path: str
) -> None:
    desk = sign_in(client, clerk)
    desk.post(
        f"{BASE}/merge",
        data={"ids": [suggestion(city).id], "project_id": "new", "title": "校门口安全", "field": "other"},
    )
    ask = client.get if path.endswith(("steps", "sources")) else client.post
    for role, at, status in (
        (Role.OVERSIGHT, city, 403),
        (Role.DEPUTY, city, 403),
        (Role.STAFF, county, 404),
    ):
        sign_in(client, account(at, role))
        assert ask(f"{BASE}/{path}").status_code == status


def test_a_step_that_would_leave_something_behind_is_not_offered(
    desk: FlaskClient, city: Place, clerk: Actor
) -> None:
    made = project(clerk, city, unit(city)).id
    desk.post(f"{BASE}/merge", data={"ids": [suggestion(city).id], "project_id": made})
    page = desk.get(f"{BASE}/merge/steps").text
    assert "先撤销后面的步骤" in page
    assert "merge/steps/2/undo" in page
    assert "merge/steps/1/undo" not in page
    assert desk.post(f"{BASE}/merge/steps/1/undo").status_code == 409
