"""Which deed rests on which article, and what is read before it is published: the tables of docs/roles.md, as data.

Who may do and read it is not said here: it is read from the views' own marks, by way of tests/architecture/access_matrix.txt.
A test walks both tables as every role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voting.people.rules import ROLE_NAMES, Role

MATRIX = Path(__file__).parent.parent / "tests/architecture/access_matrix.txt"
OWN = "the program's own: somebody must, and the journal says who did"


@dataclass(frozen=True)
class Duty:
    """Deeds and pages of one kind. source: the article or practice; names: endpoints of the room, without its name."""

    room: str
    what: str
    source: str
    names: str

    @property
    def endpoints(self) -> tuple[str, ...]:
        return tuple(f"{self.room}.{name}" for name in self.names.split())


DUTIES = (
    Duty(
        "accounts",
        "open accounts, give roles, hand a post over, reset, close",
        OWN,
        "index open_account roles change_roles hand_over_page hand_over reset close",
    ),
    Duty(
        "congress",
        "open accounts by a list, here and right below",
        OWN,
        "account_list account_list_sample upload_account_list open_account_list",
    ),
    Duty(
        "congress",
        "print deputies' slips for signing in from home",
        OWN,
        "home_invitations invite_missing invite_one",
    ),
    Duty(
        "notices",
        "say which group chats are told of what",
        OWN,
        "robots add_robot try_robot remove_robot",
    ),
    Duty(
        "notices",
        "name the provider of text messages",
        OWN,
        "sms set_sms sms_trial try_sms remove_sms",
    ),
    Duty("operating", "see what the program does by itself, try again what it gave up", OWN, "home retry"),
    Duty("audit", "read the journal", OWN, "journal"),
    Duty("burden", "read what filling in takes the units: a unit its own alone", OWN, "home workbook"),
    Duty(
        "congress",
        "look at terms, meetings, units, rules",
        "《地方组织法》第十四条",
        "home term meeting units rules deputies_xlsx",
    ),
    Duty(
        "congress",
        "record the term",
        "《地方组织法》第九条",
        "open_term term_form term_dates correct_term add_delegations move_delegation_earlier "
        "move_delegation_later place_delegation remove_delegation",
    ),
    Duty("congress", "record the units", "《地方组织法》第十二条", "add_units remove_unit"),
    Duty(
        "congress",
        "keep the roster of deputies",
        "《地方组织法》第十四条（应到人数）",
        "roster_form roster_import roster_sample upload_roster preview confirm_roster discard_roster undo_import deputy "
        "deputy_name correct_name change_deputy correction_form",
    ),
    Duty(
        "congress",
        "call and correct a meeting, write its papers, rehearse",
        "《地方组织法》第十四条",
        "meeting_form plan_form plan_meeting open_meeting correct_meeting rehearse paper fill_in_paper",
    ),
    Duty(
        "congress",
        "record who sits in the presidium",
        "《地方组织法》第十七、十九条",
        "presidium set_presidium",
    ),
    Duty("congress", "note who asks for leave", "《地方组织法》第十四条", "enter_leave take_back_leave"),
    Duty("congress", "read who asked for leave, and why", "《地方组织法》第十四条", "leaves"),
    Duty(
        "congress",
        "record scrutineers and tellers whom the meeting adopted",
        "《选举法》第四十三条，参照",
        "appoint dismiss",
    ),
    Duty(
        "congress",
        "set the rules of the ballot",
        "《地方组织法》第二十五条；票决办法",
        "set_rules",
    ),
    Duty("congress", "print the deputies' first PINs", OWN, "fetch_pins pin_sheet"),
    Duty("congress", "ask for a deputy's new PIN or lift a lock", OWN, "ask_reset ask_unlock"),
    Duty(
        "congress",
        "confirm it as the second person",
        OWN,
        "resets confirm_reset confirm_unlock withdraw_reset withdraw_unlock",
    ),
    Duty(
        "congress",
        "confirm it for a place below",
        OWN,
        "confirm_reset_below confirm_unlock_below withdraw_reset_below withdraw_unlock_below",
    ),
    Duty("congress", "ask to unbind a lost authenticator", OWN, "ask_factor_reset"),
    Duty(
        "congress",
        "confirm it as the second person",
        OWN,
        "factor_resets confirm_factor_reset withdraw_factor_reset",
    ),
    Duty("congress", "look at the places below, open their first accounts", OWN, "below"),
    Duty(
        "congress",
        "enter holidays and working weekends",
        "国务院办公厅放假通知",
        "enter_days year_published year_unpublished",
    ),
    Duty(
        "congress", "count a time limit", "《民法典》第二百零一、二百零三条，参照", "working_days time_limit"
    ),
    Duty(
        "hall",
        "check deputies in and out",
        "《地方组织法》第十四条",
        "desk arrive leave check_in check_in_all scan",
    ),
    Duty(
        "hall",
        "lead the meeting at the console",
        "《地方组织法》第十七、十九条（主席团主持）",
        "console ask confirm withdraw take_step figures message script what_if zero zero_report staff_live",
    ),
    Duty("hall", "see whose turn it is to scrutinise", "《选举法》第四十三条，参照", "turns turns_now"),
    Duty(
        "tablet",
        "bind and count the tablets of the hall",
        OWN,
        "kiosk slips tablets release_all release_all_page",
    ),
    Duty("tablet", "release one tablet", OWN, "release"),
    Duty(
        "ballot",
        "order and set up a ballot",
        "票决办法；《地方组织法》第二十五条",
        "order set_up withdraw_set_up begin_ceremony give_up_ceremony replace_scrutineer",
    ),
    Duty(
        "ballot",
        "make the key, watch over box and roll",
        "《选举法》第四十三条，参照（监票人）",
        "ceremony_state certify confirm deal finish opening roll_text say_mismatch sealed spot_check take_mismatch_back tokens",
    ),
    Duty("ballot", "watch the key being made", "《选举法》第四十三条，参照", "ceremony_page"),
    Duty(
        "ballot",
        "hand out cards and paper ballots",
        "《选举法》第四十条，参照",
        "cards make_cards print_cards give_card hand_out_card void_card give_paper paper take_back_paper",
    ),
    Duty("ballot", "ask for a spare code for a dead tablet", OWN, "ask_loss"),
    Duty("ballot", "confirm it as the second person", OWN, "lost confirm_loss withdraw_loss"),
    Duty(
        "ballot",
        "draw a ballot: once, in the hall, by oneself",
        "《代表法》（2025）第二十三条",
        "draw draw_all",
    ),
    Duty("ballot", "read who drew a ballot", "《选举法》第四十四条，参照（收回与发出相核对）", "roll_list"),
    Duty(
        "tally",
        "follow a count",
        "《选举法》第四十三条，参照",
        "home run ballot_document",
    ),
    Duty("tally", "read what was counted and signed", "《选举法》第四十三条，参照", "document"),
    Duty(
        "tally",
        "ask for a step of the count, confirm it as the second person",
        "《地方组织法》第二十九条，参照",
        "ask ask_form confirm withdraw take_over",
    ),
    Duty(
        "tally",
        "count paper ballots, two apart",
        "《选举法》第四十三条，参照（计票人）",
        "papers enter_papers enter_sheet enter_void sheet void_form withdraw_void",
    ),
    Duty("tally", "take a sheet back", "《选举法》第四十三条，参照", "withdraw_sheet"),
    Duty(
        "tally",
        "open the box, sign",
        "《选举法》第四十三条，参照（监票人签名）",
        "share partials mine statement outcome confirm_void unconfirm_void",
    ),
    Duty("tally", "consent to a channel of few ballots", "票决办法", "consent withdraw_consent"),
    Duty(
        "tally",
        "arrange counting places and further votes",
        "《地方组织法》第二十九条，参照",
        "open_place place_form remove_place order_next meeting_document",
    ),
    Duty(
        "screening",
        "call for suggestions",
        "实践：征集由政府负责（重庆、宁波、景洪的规定）；《地方组织法》第六十条",
        "revise_call call_step extend_call",
    ),
    Duty("screening", "see the calls, drafts too", "同上", "calls"),
    Duty(
        "screening",
        "read what was suggested",
        "《地方组织法》第六十条；实践：征集由政府负责",
        "inbox inbox_csv inbox_xlsx suggestion suggestion_photo",
    ),
    Duty(
        "screening",
        "take down what somebody suggests",
        "《地方组织法》第六十条（代表联络站）",
        "enter_form enter",
    ),
    Duty(
        "screening",
        "route, answer, merge suggestions",
        "实践：归并梳理由征集单位负责",
        "route return_suggestion answers answer answer_templates keep_template remove_template slips take_back desk merge form_planned "
        "sources split join merge_steps undo_step show_or_hide own_words revise_own_words",
    ),
    Duty(
        "screening",
        "look up who made a suggestion (each look a line of the journal)",
        "《个人信息保护法》第五十一条",
        "contact",
    ),
    Duty(
        "screening",
        "import lists of suggestions (12345 work orders)",
        "实践：征集由政府负责，12345 工单是来源之一",
        "imports import_empty keep_import import_preview import_lines settle_import",
    ),
    Duty(
        "screening",
        "import the projects of a year from a list",
        "实践：部门按统一表格报送项目",
        "project_lists project_list_empty keep_project_list project_list project_list_lines settle_project_list",
    ),
    Duty("screening", "read the reserve", "实践：项目储备库（宁海、陕西）", "reserve"),
    Duty(
        "screening",
        "take projects and suggestions of the reserve into a later year",
        "实践：项目储备库（宁海、陕西）",
        "take_up carry_waiting",
    ),
    Duty(
        "screening",
        "write dossiers (a unit: the one that it was asked for)",
        "《重大行政决策程序暂行条例》，参照（论证、评估、合法性审查）",
        "dossier_form revise attach remove_attachment",
    ),
    Duty(
        "screening",
        "ask a lead unit for a dossier, take it or return it",
        "实践：牵头单位提供项目文本",
        "ask_form ask answer_text return_form return_text",
    ),
    Duty(
        "screening",
        "hand in a dossier that was asked for",
        "实践：牵头单位提供项目文本",
        "asked hand_in_text",
    ),
    Duty(
        "screening",
        "set eligibility and weights, record findings, pass or shelve",
        "《重大行政决策程序暂行条例》，参照（论证、评估、合法性审查）",
        "method set_method findings_form record_findings appraise project_step shelve",
    ),
    Duty(
        "screening",
        "review legality, affordability (each its own; the office where a place has no reviewer)",
        "《重大行政决策程序暂行条例》第二十五至二十八条，参照",
        "review_form record_review",
    ),
    Duty(
        "screening",
        "open, extend and close a round of scoring",
        "实践：四项评分",
        "open_round extend_round close_round",
    ),
    Duty(
        "screening",
        "give points, take one's sheet back",
        "实践：四项评分",
        "sheet save_sheet take_sheet_back",
    ),
    Duty(
        "screening",
        "read dossiers, findings and scores",
        "浙江省各级人大常委会讨论决定重大事项的规定（2018）：常委会先行审查",
        "board project projects_xlsx review_document versions attachments attachment",
    ),
    Duty(
        "screening",
        "read the list of candidates on its way",
        "浙江省各级人大常委会讨论决定重大事项的规定（2018）",
        "shortlist_page chain",
    ),
    Duty(
        "screening",
        "record an approval of the list (the government: its own executive meeting alone)",
        "《地方组织法》第五十一条；实践",
        "approve record_step approve_change",
    ),
    Duty(
        "screening",
        "confirm as the second person that the list is final, or take it back",
        "《地方组织法》第十七条、第十八条：主席团主持会议；实践",
        "confirm_freeze withdraw_freeze",
    ),
    Duty("screening", "set which steps a year's list goes through", "同上", "set_chain"),
    Duty("screening", "send the list back", "同上", "send_back"),
    Duty(
        "reading",
        "read the candidates, keep bookmarks and notes, ask",
        "《代表法》：代表审议时可以提出询问；实践：会前向代表提供候选项目材料",
        "home candidate mark write_note ask withdraw_question",
    ),
    Duty(
        "reading",
        "answer deputies' questions (a unit: its own)",
        "《代表法》：有关国家机关应当回答询问",
        "questions question answer",
    ),
    Duty("reading", "let another unit answer", "同上", "pass_on"),
    Duty(
        "reading",
        "have the booklet of candidates as a paper",
        "实践：候选项目汇编会前发给代表",
        "booklet_paper",
    ),
    Duty(
        "supervision",
        "take a proclaimed outcome over, give it to a unit",
        "《地方组织法》第十一、十二条",
        "take_in unit_page assign",
    ),
    Duty(
        "supervision",
        "give all that a unit has to the one that takes over from it",
        "机构改革，职能由承接单位继续履行（实践）",
        "successor_page replace_unit",
    ),
    Duty(
        "supervision",
        "read how projects go, with what is not public",
        "《监督法》（2024）第四十七至五十条",
        "desk work evaluation",
    ),
    Duty(
        "supervision",
        "read what suggesters say when it has ended",
        "《监督法》（2024）第四十七至五十条",
        "voices",
    ),
    Duty(
        "supervision",
        "answer a suggester whose problem is not solved",
        "《监督法》（2024）第四十七至五十条，参照",
        "voice answer_voice",
    ),
    Duty(
        "supervision",
        "read residents' ratings with all comments",
        "实践（浙江民生码）",
        "ratings",
    ),
    Duty(
        "supervision",
        "judge residents' comments, close a check, set from how many ratings on which holds",
        "实践（浙江民生码）",
        "judge_comment close_rating_check rating_rule set_rating_rule",
    ),
    Duty("supervision", "print the sign for the site", "实践（浙江民生码）", "rating_sign_pdf"),
    Duty("supervision", "print the year's report", "《监督法》（2024）第十七条", "year_paper"),
    Duty(
        "supervision",
        "publish the plan",
        "陕西省票决制规定（2025），参照：政府制定实施计划并公布",
        "plan publish_plan",
    ),
    Duty(
        "supervision",
        "report a month",
        "陕西省票决制规定（2025），参照：政府主动报告",
        "mine report_page fill_in check submit nothing_changed deliver withdraw_delivery",
    ),
    Duty(
        "supervision",
        "light a month, change a light with a reason",
        "实践（银川 2025）",
        "read_lights light_page choose_light light_rules set_light_rule",
    ),
    Duty(
        "supervision",
        "record findings, visits and letters",
        "《监督法》（2024）第四十七至五十条；《代表法》（2025）",
        "new_finding_page raise_finding inspection_page record_inspection new_letter_page send_letter",
    ),
    Duty("supervision", "entrust a project to deputies", "实践：一事一小组", "group_page set_group"),
    Duty(
        "supervision",
        "follow a project with its group, record its visits",
        "《代表法》（2025）；实践：一事一小组",
        "own_project own_inspection_page record_own_inspection",
    ),
    Duty(
        "supervision",
        "pass on what residents say about a project",
        "实践：代表联络站",
        "new_remark_page pass_remark_on",
    ),
    Duty(
        "supervision",
        "make a finding of what residents say, or close it",
        "实践：代表联络站",
        "remark raise_remark close_remark",
    ),
    Duty("supervision", "answer a finding, check it again", "《监督法》（2024）第十七条", "post"),
    Duty(
        "supervision",
        "read findings and letters",
        "《监督法》（2024）第十七条",
        "finding letter letter_paper",
    ),
    Duty("supervision", "read a project's ladder, say what was done on a rung", "实践", "ladder settle_step"),
    Duty(
        "supervision",
        "plan activities, tell what came of them, cancel them",
        "《监督法》（2024）第十一至十七、四十七至五十条",
        "new_activity_page plan_activity activity_report_page report_activity cancel_page cancel_activity",
    ),
    Duty(
        "supervision",
        "hand opinions over, record questions with their promises",
        "《监督法》（2024）第十七、四十七至五十条",
        "new_opinion_page give_opinion new_question_page record_question",
    ),
    Duty(
        "supervision",
        "read an activity with what is not published",
        "《监督法》（2024）第四十七至五十条",
        "activity",
    ),
    Duty("supervision", "read an opinion or a promise", "《监督法》（2024）第十七条", "opinion"),
    Duty(
        "supervision",
        "report on an opinion, judge and publish it",
        "《监督法》（2024）第十七条",
        "step_opinion",
    ),
    Duty("supervision", "answer a letter", "《监督法》（2024）第十七条", "answer_letter"),
    Duty(
        "supervision",
        "ask for a change",
        "陕西省票决制规定（2025）第十八条，参照：政府及时报告",
        "change_page request_change withdraw_change",
    ),
    Duty("supervision", "read a change and its notice", "《地方组织法》第五十条", "change change_paper"),
    Duty(
        "supervision",
        "record what was decided of a change, proclaim it",
        "《地方组织法》第五十条；陕西省票决制规定（2025）第十八条，参照",
        "decide proclaim report_change",
    ),
    Duty(
        "supervision",
        "order an evaluation, take it in",
        "《监督法》（2024）；票决办法",
        "order_evaluation take_in_evaluation",
    ),
    Duty(
        "supervision",
        "accept a project, or find it unfinished: two persons",
        "实践",
        "acceptance_page accept confirm_acceptance withdraw_acceptance",
    ),
    Duty("supervision", "send back, carry over, say why", "实践", "reason_page give_reason"),
    Duty("supervision", "number documents", "《党政机关公文格式》GB/T 9704—2012", "marks fill_in_marks"),
    Duty("uploads", "send pictures with a report or a finding", OWN, "receive picture drop"),
    Duty("oversight", "read where the congresses below stand", "《地方组织法》第五十条", "home workbook"),
)


@dataclass(frozen=True)
class Unpublished:
    """What stands somewhere before it is published, if ever. endpoint: the page that shows it."""

    what: str
    until: str
    endpoint: str


UNPUBLISHED = (
    Unpublished("a call in draft", "the call opens", "screening.calls"),
    Unpublished("suggestions as they came in", "never, but for the number's holder", "screening.suggestion"),
    Unpublished("who made a suggestion", "never", "screening.contact"),
    Unpublished("photographs that came with suggestions", "never", "screening.suggestion_photo"),
    Unpublished(
        "dossiers, findings and scores",
        "the list is fixed (opinions of reviewers: never; scores: their means, where the method says so)",
        "screening.project",
    ),
    Unpublished("the score board", "never", "screening.board"),
    Unpublished("the list of candidates on its way", "the presidium fixes it", "screening.shortlist_page"),
    Unpublished("the reviewed list before deputies", "the presidium fixes it", "reading.candidate"),
    Unpublished("who asked what of a candidate", "never", "reading.question"),
    Unpublished("who asked for leave, and why", "never", "congress.leaves"),
    Unpublished("the roster with telephone numbers", "never", "congress.deputies_xlsx"),
    Unpublished("who drew a ballot", "never", "ballot.roll_list"),
    Unpublished("the count before it is announced", "the announcement, as the rules say", "tally.run"),
    Unpublished("a plan that is being written", "the unit publishes it", "supervision.plan"),
    Unpublished(
        "work under way: changes asked for, what waits", "each with its own notice", "supervision.work"
    ),
    Unpublished("a change before it is proclaimed", "the proclamation", "supervision.change"),
    Unpublished("findings and letters with their pictures", "they are answered", "supervision.finding"),
    Unpublished("what residents say about a project", "it becomes a finding", "supervision.remark"),
    Unpublished("opinions that are being handled", "they are published", "supervision.opinion"),
    Unpublished(
        "evaluations before they are announced",
        "the announcement, as the rules say",
        "supervision.evaluation",
    ),
    Unpublished(
        "residents' comments before they are judged, ratings before enough have rated",
        "staff let a comment be public; the least number of the place's rule is reached",
        "supervision.ratings",
    ),
    Unpublished("the journal", "never", "audit.journal"),
    Unpublished("accounts and their roles", "never", "accounts.index"),
    Unpublished("where the congresses below stand", "each congress's own page", "oversight.home"),
)


def matrix() -> dict[str, frozenset[Role] | None]:
    """Return endpoint -> roles of the committed matrix; None for what everybody, or everybody signed in, may call."""
    found: dict[str, frozenset[Role] | None] = {}
    for line in MATRIX.read_text(encoding="utf-8").splitlines():
        endpoint, *roles = line.split()
        open_to_all = roles in (["everybody"], ["signed", "in"])
        found[endpoint] = None if open_to_all else frozenset(Role(one) for one in roles)
    return found


def _table(head: tuple[str, ...], rows: Sequence[tuple[tuple[str, ...], frozenset[Role]]]) -> list[str]:
    """Return a table with a column for each role."""
    columns = list(Role)
    lines = [
        "| " + " | ".join([*head, *(ROLE_NAMES[role] for role in columns)]) + " |",
        "| " + " | ".join(["---"] * len(head) + [":-:"] * len(columns)) + " |",
    ]
    for cells, roles in rows:
        marks = ("●" if role in roles else "" for role in columns)
        lines.append("| " + " | ".join([*cells, *marks]) + " |")
    return lines


def roles_page() -> str:
    """Return docs/roles.md."""
    may = matrix()
    parts = [
        "# Roles",
        "",
        "Drawn from `docs/roles.py` and `tests/architecture/access_matrix.txt`; `tests/e2e/test_roles.py` walks both tables as every",
        "role, at every address. What everybody may do (suggest, follow, check, read what is published) stands in neither.",
        "An account may hold several roles and may do what any of them may. A role holds in the account's own place; those of",
        "`people.rules.FROM_ABOVE` in the places below too. 常委会组成人员 is 主席团成员 in a township, which has no standing",
        "committee (《地方组织法》 arts. 18, 19, 46). The lead unit of a project (牵头单位) is a 责任单位: which project it leads is said in",
        "the project, not in the account.",
        "",
        "## Who may do what",
        "",
    ]
    deeds: list[tuple[tuple[str, ...], frozenset[Role]]] = []
    for duty in DUTIES:
        by_roles: dict[frozenset[Role], list[str]] = {}
        for endpoint in duty.endpoints:
            by_roles.setdefault(may[endpoint] or frozenset(), []).append(endpoint)
        for roles, endpoints in by_roles.items():
            shown = f"{duty.room}: " + " ".join(f"`{one.partition('.')[2]}`" for one in endpoints)
            deeds.append(((duty.what, shown, duty.source), roles))
    parts += _table(("deed", "addresses", "rests on"), deeds)
    parts += ["", "## What is seen before it is published", ""]
    seen = [
        ((one.what, one.until, one.endpoint.replace(".", ": ")), may[one.endpoint] or frozenset())
        for one in UNPUBLISHED
    ]
    parts += _table(("what", "published when", "page"), seen)
    return "\n".join(parts) + "\n"
