"""The official documents: their facts against golden files, their pages as a reader finds them."""

from __future__ import annotations

import io
import json
import re
import runpy
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from tests.tally.factories import channel, count, rules
from tests.tally.factories_documents import (
    CANDIDATES,
    SEED,
    TITLES,
    counted,
    every_document,
    heading,
)
from voting.congress.documents.contents import chinese_date, scrutineers
from voting.congress.documents.papers import COLOURS, paper_ballot
from voting.congress.documents.rules import Paper
from voting.core.errors import NotFound, RuleBroken
from voting.core.own_templates import STANDARD, Replaced, replaced_in
from voting.core.typeset import Document, as_pdf
from voting.core.wordfile import as_docx
from voting.tally.count.rules import BallotChannel
from voting.tally.documents.contents import (
    conclusion,
    count_report,
    identities,
    issue_report,
    proclamation,
    remarks,
)
from voting.tally.outcome.rules import decide

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS, AGAIN = every_document(), every_document()
OFFICIAL = tuple(name for name, one in DOCUMENTS.items() if one.template in {paper.value for paper in Paper})
"""Set after GB/T 9704-2012; the rest are forms, sheets and ballot papers."""
EDITABLE = tuple(name for name in DOCUMENTS if name not in {"badges", "token_cards"} and "paper" not in name)


@cache
def typeset(name: str) -> bytes:
    return as_pdf(DOCUMENTS[name])


@cache
def printed(name: str) -> tuple[str, ...]:
    """Return the text of each page of a document as it was typeset."""
    return tuple(page.extract_text() for page in PdfReader(io.BytesIO(typeset(name))).pages)


@cache
def editable(name: str) -> bytes:
    return as_docx(DOCUMENTS[name])


def squeezed(texts: Iterable[str]) -> list[str]:
    """Return texts without the blanks that typesetting puts between scripts."""
    return ["".join(text.split()) for text in texts]


def pages(document: Document, *, archive: bool = False) -> list[str]:
    reader = PdfReader(io.BytesIO(as_pdf(document, archive=archive)))
    return squeezed(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_facts_of_a_document_equal_its_golden_file(name: str) -> None:
    file = GOLDEN / f"{name}.json"
    document = DOCUMENTS[name]
    facts = {"template": document.template, "title": document.title, "facts": document.facts}
    assert json.loads(json.dumps(facts)) == json.loads(file.read_text(encoding="utf-8"))


OTHER_PLACES = re.compile("陕西|浙江|镇海|龙游|宁海|巴南|各地")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_paper_cites_the_rules_of_other_places(name: str) -> None:
    """They are examples for the settings; what rests on them holds by the method that was adopted."""
    document = DOCUMENTS[name]
    assert not OTHER_PLACES.findall(json.dumps([document.title, document.facts], ensure_ascii=False))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_facts_give_the_same_bytes(name: str) -> None:
    assert typeset(name) == as_pdf(AGAIN[name])


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in OFFICIAL])
def test_every_page_of_a_form_bears_its_number_and_the_digest_of_the_record(name: str) -> None:
    found = squeezed(printed(name))
    for number, text in enumerate(found, 1):
        assert DOCUMENTS[name].digest in text
        assert f"第{number}页共{len(found)}页" in text


@pytest.mark.parametrize("name", OFFICIAL)
def test_an_official_paper_bears_the_digest_once_and_its_archive_copy_on_every_page(name: str) -> None:
    found, kept = squeezed(printed(name)), pages(DOCUMENTS[name], archive=True)
    assert [DOCUMENTS[name].digest in text for text in found] == [False] * (len(found) - 1) + [True]
    assert all(f"存档本记录摘要{DOCUMENTS[name].digest}" in text for text in kept)
    for number, text in enumerate(found, 1):
        assert f"—{number}—" in text
        assert "页共" not in text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_font_is_inside_the_file(name: str) -> None:
    reader = PdfReader(io.BytesIO(typeset(name)))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in inner["/FontDescriptor"].get_object()


def test_another_fact_is_another_digest() -> None:
    assert proclamation(counted(), 3).digest != proclamation(counted(), 4).digest


def test_a_ballot_paper_bears_its_number_on_the_counterfoil_only() -> None:
    found = pages(DOCUMENTS["paper_ballot"])
    assert [text.count(f"No.000{n}") for n, text in enumerate(found, 1)] == [1, 1, 1]
    ballots = [text.split("编号只在存根上")[1] for text in found]
    assert len(set(ballots)) == 1
    assert all(title in ballots[0] for title in TITLES)
    assert "第1页" not in ballots[0]


@pytest.mark.parametrize(("copies", "colour"), [(0, "yellow"), (3001, "yellow"), (1, "black")])
def test_a_foolish_order_of_papers_is_refused(copies: int, colour: str) -> None:
    with pytest.raises(RuleBroken):
        paper_ballot(heading(), rules(), CANDIDATES, copies=copies, colour=colour)


def test_twenty_candidates_with_long_names_fit_on_one_paper() -> None:
    many = [replace(CANDIDATES[0], ordinal=n, title="城乡" * 18) for n in range(1, 21)]
    for kind in ("choose", "each", "evaluate"):
        assert len(pages(paper_ballot(heading(), rules(kind=kind), many, copies=1))) == 1
    assert len(COLOURS) == 5


def test_a_title_is_never_read_as_a_command() -> None:
    evil = "#panic(1) *x* $y$ <z> \\ @w {{ 7*7 }}"
    document = proclamation(replace(counted(), titles=dict.fromkeys(range(1, 5), evil)), 3)
    assert "".join(evil.split()) in pages(document)[0]
    paragraphs = [one.text for one in docx.Document(io.BytesIO(as_docx(document))).paragraphs]
    assert f"1.{evil}" in paragraphs


def test_the_proclamation_lists_the_projects_in_the_candidates_order_without_votes() -> None:
    text = pages(DOCUMENTS["proclamation"])[0]
    assert text.index(TITLES[0]) < text.index(TITLES[1])
    assert TITLES[2] not in text
    assert "票决通过忻州市2026年民生实事项目" in text
    assert "公告" in text
    assert "赞成" not in text


def test_the_count_report_shows_votes_reasons_sums_and_lines_to_sign() -> None:
    text = "".join(pages(DOCUMENTS["count_report"]))
    assert "赞成9票，达到通过线8票，列第1位" in text
    assert "应到15=实到12+缺席3" in text
    assert "开箱的持钥监票人：监票人001、监票人002" in text
    assert "收回12=有效11+无效1" in text
    assert all(f"{name}（签字）" in text for name in ("总监票人", "监票人", "总计票人", "计票人"))


def test_each_project_is_printed_with_the_sum_of_its_answers() -> None:
    text = "".join(pages(DOCUMENTS["count_report_each"]))
    assert "第1项：赞成9+反对1+弃权1=有效11" in text
    assert "第1项" not in "".join(pages(DOCUMENTS["count_report"]))


def test_the_reports_say_where_paper_differs_from_the_roll_and_how_many_cards_are_missing() -> None:
    assert remarks(replace(counted(), cards_lost=0)) == []
    more = replace(counted(), count=replace(counted().count, paper_on_roll=3))
    for report in (issue_report(more), count_report(more)):
        shown = "".join(pages(report))
        assert "纸质票2张" in shown
        assert "登记领取纸质票3人" in shown
        assert "无法收回的票卡1张" in shown


def test_the_issue_report_names_a_channel_that_is_too_small_and_who_accepted_it() -> None:
    assert "纸质票的票数很少" in pages(DOCUMENTS["issue_report"])[0]
    assert "监票人001、监票人002已记录同意" in pages(DOCUMENTS["issue_report"])[0]
    assert "尚未有两人记录同意" in pages(issue_report(counted()))[0]


def test_a_rehearsal_is_marked_on_every_page() -> None:
    for text in pages(count_report(counted(rehearsal=True))):
        assert "演练" in text
    assert "演练" not in "".join(pages(DOCUMENTS["count_report"]))


@pytest.mark.parametrize(
    ("votes", "issued", "values", "sentence"),
    [
        ((9, 8), 15, {}, "票决有效，应选 2 项，通过 2 项。"),
        ((9, 3), 15, {}, "票决有效，应选 2 项，通过 1 项，空缺 1 项。"),
        ((9, 3), 15, {"shortfall_rule": "second_round"}, "另行票决（第 2 项，确定 1 项）"),
        ((9, 9, 9), 15, {}, "再次票决（第 1 项、第 2 项、第 3 项，确定 2 项）"),
        ((9, 9, 9), 15, {"tie_rule": "presidium"}, "由大会主席团在得票相等的项目中决定"),
        ((9, 8), 14, {}, "本次票决无效，应当重新票决。"),
    ],
)
def test_the_conclusion_says_what_follows(
    votes: tuple[int, ...], issued: int, values: dict[str, object], sentence: str
) -> None:
    ruled = rules(seats=2, **values)
    counts = count(channel(*((vote,) for vote in votes), issued=issued, returned=15), due=15, present=15)
    whole = replace(counted(), rules=ruled, count=counts, decision=decide(counts, ruled))
    assert sentence in conclusion(whole)
    results = [line["result"] for line in count_report(whole).facts["lines"]]
    assert set(results) <= {"通过", "过半数，因名额所限未列入", "未通过", "得票相等", "无结果"}


def test_a_project_that_reached_the_line_but_not_the_seats_is_printed_as_not_chosen() -> None:
    ruled = rules(seats=1)
    counts = count(channel((9,), (8,), issued=17), due=15 + 2, present=17)
    ruled = replace(ruled, pass_base=ruled.pass_base.NONE)
    whole = replace(counted(), rules=ruled, count=counts, decision=decide(counts, ruled))
    assert [line["result"] for line in count_report(whole).facts["lines"]] == ["通过", "因名额所限未列入"]


def test_an_evaluation_without_abstention_has_three_columns() -> None:
    ruled = rules(kind="evaluate", evaluation_abstain=False)
    counts = count(channel((8, 1, 1), issued=10), due=15, present=12)
    whole = replace(counted(), rules=ruled, count=counts, decision=decide(counts, ruled))
    facts = count_report(whole).facts
    assert facts["columns"] == ["满意", "基本满意", "不满意"]
    assert facts["lines"][0]["votes"] == [8, 1, 1]


def test_identities_are_printed_as_they_hold() -> None:
    one = channel((1,), issued=5, returned=4, void=1, kind=BallotChannel.PAPER)
    assert identities(count(one, due=9, present=6)) == [
        "应到 9 = 实到 6 + 缺席 3",
        "发出 5 = 收回 4 + 未收回 1",
        "收回 4 = 有效 3 + 无效 1",
    ]


def test_the_qr_codes_can_be_read(tmp_path: Path) -> None:
    import typst

    source = tmp_path / "one.typ"
    source.write_text(
        "#set page(width: 60mm, height: 60mm, margin: 5mm)\n"
        '#image(bytes(sys.inputs.qr), format: "svg", width: 50mm)'
    )
    code = DOCUMENTS["token_cards"].facts["cards"][0]["qr"]
    picture = typst.compile(str(source), format="png", sys_inputs={"qr": code})
    assert isinstance(picture, bytes)
    assert zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))[0].text == SEED


def test_a_jurisdiction_may_replace_a_template(tmp_path: Path) -> None:
    own = '#import "document.typ": *\n#show: official\n= 本地公告格式 #facts.number'
    (tmp_path / "proclamation.typ").write_text(own, encoding="utf-8")
    reader = PdfReader(io.BytesIO(as_pdf(DOCUMENTS["proclamation"], tmp_path)))
    assert "本地公告格式" in "".join(reader.pages[0].extract_text().split())
    assert as_pdf(DOCUMENTS["resolution"], tmp_path) == as_pdf(DOCUMENTS["resolution"])
    assert as_pdf(DOCUMENTS["resolution"], tmp_path / "absent") == as_pdf(DOCUMENTS["resolution"])


@pytest.mark.parametrize("name", EDITABLE)
def test_the_editable_document_says_the_same_and_is_the_same_again(name: str) -> None:
    content = editable(name)
    assert content == as_docx(AGAIN[name])
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    text = "".join([one.text for one in word.paragraphs] + cells)
    assert "{" not in text
    on_paper, written = "".join(squeezed(printed(name))), "".join(text.split())
    said = {"".join(fact.split()) for fact in sayings(DOCUMENTS[name].facts)}
    assert {fact for fact in said if fact in on_paper and fact not in written} == set()
    assert len([fact for fact in said if fact in on_paper]) > 3
    assert word.sections[0].header.paragraphs[0].text == ""
    foot = word.sections[0].footer.paragraphs[0].text
    below = f"记录摘要 {DOCUMENTS[name].digest}\t第  页　共  页"
    assert foot == ("—  —" if name in OFFICIAL else below)
    assert sum(DOCUMENTS[name].digest in one.text for one in word.paragraphs) == (name in OFFICIAL)


@pytest.mark.parametrize("name", EDITABLE)
def test_the_editable_document_and_the_printed_one_say_the_same_words(name: str) -> None:
    """Each piece between stops and blanks of the one stands in the other; where a line or a cell ends is layout."""
    word = docx.Document(io.BytesIO(editable(name)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    typed = [one.text for one in (*word.paragraphs, *word.sections[0].footer.paragraphs)] + cells
    on_paper = printed(name)
    written, set_in_type = (
        re.sub(r"—\d+—", "", "".join("".join(texts).split())) for texts in (typed, on_paper)
    )
    assert {one for one in pieces(on_paper) if one not in written} == set()
    assert {one for one in pieces(typed) if one not in set_in_type} == set()


STOPS = re.compile(r"[\s，。；：、（）“”＿①-⑨]+")


def pieces(texts: Sequence[str]) -> list[str]:
    """Return what stands between stops and blanks. A page's own number is the program's that shows it."""
    return [
        one for text in texts for one in STOPS.split(text) if one and not re.fullmatch(r"\d+|—(\d+—)?", one)
    ]


def sayings(facts: object) -> list[str]:
    """Return every text among the facts, however deep."""
    if isinstance(facts, str):
        return [facts]
    if isinstance(facts, dict):
        return [text for one in facts.values() for text in sayings(one)]
    return [text for one in facts for text in sayings(one)] if isinstance(facts, (list, tuple)) else []


def test_a_rehearsal_is_marked_at_the_head_of_every_page_of_the_editable_document() -> None:
    practised = counted(rehearsal=True)
    for document in (count_report(practised), proclamation(practised, 3), issue_report(practised)):
        word = docx.Document(io.BytesIO(as_docx(document)))
        assert [one.text for one in word.sections[0].header.paragraphs] == ["演练文件，不具效力"]


def test_a_jurisdiction_may_replace_the_editable_template(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("本地 {{ facts.number }}")
    own.save(str(tmp_path / "proclamation.docx"))
    word = docx.Document(io.BytesIO(as_docx(DOCUMENTS["proclamation"], tmp_path)))
    assert word.paragraphs[0].text == "本地 3"


def test_a_template_cannot_reach_into_the_program(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("{{ facts.__class__.__mro__ }}")
    own.save(str(tmp_path / "proclamation.docx"))
    with pytest.raises(RuleBroken, match=r"模板 proclamation\.docx 有错"):
        as_docx(DOCUMENTS["proclamation"], tmp_path)


def test_a_faulty_template_is_named_with_its_fault(tmp_path: Path) -> None:
    (tmp_path / "resolution.typ").write_text('#import "document.typ": *\n#show: official\n#facts.nothing\n')
    with pytest.raises(RuleBroken, match=r"模板 resolution\.typ 第 3 行有错.*nothing"):
        as_pdf(DOCUMENTS["resolution"], tmp_path)
    own = docx.Document()
    own.add_paragraph("{{ facts.nothing }}")
    own.save(str(tmp_path / "resolution.docx"))
    with pytest.raises(RuleBroken, match=r"模板 resolution\.docx 有错.*nothing"):
        as_docx(DOCUMENTS["resolution"], tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"no zip at all",
        b"",
        (STANDARD / "resolution.docx").read_bytes()[:900],
        "{{ 1 // 0 }}",
        "{% for %}",
        "{{ 1",
    ],
)
def test_whatever_is_wrong_with_an_editable_template_is_said_in_a_sentence(
    tmp_path: Path, content: bytes | str
) -> None:
    file = tmp_path / "resolution.docx"
    if isinstance(content, str):
        own = docx.Document()
        own.add_paragraph(content)
        own.save(str(file))
    else:
        file.write_bytes(content)
    with pytest.raises(RuleBroken, match=r"模板 resolution\.docx 有错"):
        as_docx(DOCUMENTS["resolution"], tmp_path)


def test_the_file_at_fault_is_named_even_where_another_imports_it(tmp_path: Path) -> None:
    (tmp_path / "document.typ").write_text("#let a = 1\n#foo()\n")
    with pytest.raises(RuleBroken, match=r"模板 document\.typ 第 2 行有错.*foo"):
        as_pdf(DOCUMENTS["resolution"], tmp_path)


def test_a_template_may_not_fetch_a_package_from_outside(tmp_path: Path) -> None:
    (tmp_path / "resolution.typ").write_text('#import "@preview/cetz:0.2.0": *\n')
    with pytest.raises(RuleBroken, match=r"模板 resolution\.typ 引用了外部的包"):
        as_pdf(DOCUMENTS["resolution"], tmp_path)


def test_it_is_told_what_a_folder_replaces(tmp_path: Path) -> None:
    for name in ("proclamation.typ", "count_report.docx", "仿宋.TTF", "parts.typ", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "resolution.typ").mkdir()
    found = replaced_in(tmp_path)
    assert set(found.used) == {"proclamation.typ", "count_report.docx", "仿宋.TTF"}
    assert set(found.others) == {"parts.typ", "notes.txt", "resolution.typ"}
    assert replaced_in(tmp_path / "absent") == Replaced()
    assert as_pdf(DOCUMENTS["resolution"], tmp_path) == as_pdf(DOCUMENTS["resolution"])


def parts_of(file: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    """Return what an archive holds, in its order, with times; how it is packed depends on the machine's zlib."""
    with zipfile.ZipFile(file) as kept:
        return [(part.filename, part.date_time, kept.read(part)) for part in kept.infolist()]


def test_the_editable_templates_are_those_written_by_their_script(tmp_path: Path) -> None:
    script = runpy.run_path("deploy/word_templates.py")
    script["main"](tmp_path)
    for name in script["TEMPLATES"]:
        assert parts_of(tmp_path / f"{name}.docx") == parts_of(script["STANDARD"] / f"{name}.docx"), name


def test_the_script_writes_the_same_bytes_at_every_run() -> None:
    script = runpy.run_path("deploy/word_templates.py")
    one, other = (
        script["packed"](script["build"](script["PAPERS"]["agenda"], script["PAPER"])) for _ in range(2)
    )
    assert one == other
    parts = zipfile.ZipFile(io.BytesIO(one)).infolist()
    assert {part.date_time for part in parts} == {script["FIRST_OF_ALL"]}
    assert [part.filename for part in parts[1:]] == sorted(part.filename for part in parts[1:])


def test_a_badge_sheet_has_no_editable_version() -> None:
    with pytest.raises(NotFound):
        as_docx(DOCUMENTS["badges"])


def test_the_list_of_scrutineers_may_go_out_before_the_show_of_hands() -> None:
    assert "经表决" not in pages(scrutineers(heading(), []))[0]
    assert chinese_date(heading().on) == "2026年1月28日"


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if "report" in name and name not in OFFICIAL])
def test_neither_signature_nor_seal_stands_alone_on_a_page_of_a_form(name: str) -> None:
    """However many projects there are: what is signed stays with the end of the text."""
    document = DOCUMENTS[name]
    for more in range(12):
        facts = {**document.facts, "remarks": [*document.facts["remarks"], *["另有说明。"] * more]}
        reader = PdfReader(io.BytesIO(as_pdf(replace(document, facts=facts))))
        (last,) = squeezed([reader.pages[-1].extract_text()])
        before = last.split("总监票人（签字）")[0]
        assert "（签字）" in last
        assert "票决有效" in before or "开箱的持钥监票人" in before
