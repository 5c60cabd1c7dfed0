"""Write the editable .docx templates of the official documents anew: their words stand here, where they can be read.

Run: .venv/bin/python deploy/word_templates.py [FOLDER]
Official papers are shaped after GB/T 9704-2012 (22 lines of 28 characters), forms on a page of their own. The fonts are
those that clerks have, each with what stands in for it. The same words give the same bytes at every run.
"""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.section import Section, _Footer, _Header
from docx.shared import Mm

STANDARD = Path(__file__).parents[1] / "templates" / "documents"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FANG, TITLE, HEI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
STANDS_IN = {FANG: "仿宋", TITLE: "华文中宋", HEI: "SimHei", SONG: "SimSun"}
"""What a computer without a font takes instead, as the table of fonts tells it."""


@dataclass(frozen=True)
class Line:
    """A paragraph. indent: characters in at the first line; size: half points; ind: attributes of w:ind beside it.

    keep: on the page of what follows, so that no signature stands alone; fresh: at the head of a page.
    at_foot: below the page's number, on the page of what follows, so that it never makes a page of its own.
    mark, page_of: a bookmark (its number), and a line of contents: dots, and the page of the bookmark of this number.
    """

    text: str
    align: str = "both"
    font: str = ""
    size: int = 0
    indent: int = 0
    ind: str = ""
    grey: bool = False
    keep: bool = False
    fresh: bool = False
    at_foot: bool = False
    mark: str = ""
    page_of: str = ""


def text(words: str, *, keep: bool = False) -> Line:
    """Return a paragraph as official writing wants it: two characters in."""
    return Line(words, indent=2, keep=keep)


def middle(words: str) -> Line:
    return Line(words, "center")


def head(words: str, *, fresh: bool = False) -> Line:
    return Line(words, font=HEI, indent=2, keep=True, fresh=fresh)


def tag(words: str) -> Line:
    """Return a paragraph that repeats or leaves out what follows, and goes itself."""
    return Line(f"{{%p {words} %}}")


def each(loop: str, *lines: Line | Table) -> tuple[Line | Table, ...]:
    return (tag(f"for {loop}"), *lines, tag("endfor"))


def where(
    condition: str, *lines: Line | Table, otherwise: tuple[Line | Table, ...] = ()
) -> tuple[Line | Table, ...]:
    return (tag(f"if {condition}"), *lines, *((tag("else"), *otherwise) if otherwise else ()), tag("endif"))


@dataclass(frozen=True)
class Table:
    """A table whose one row is repeated. widths: in twips, a number or a field that gives one."""

    heads: tuple[str, ...]
    loop: str
    cells: tuple[str, ...]
    widths: tuple[int | str, ...]
    size: int = 21
    left: tuple[int, ...] = field(default=(1,))


def away(characters: str) -> str:
    """Return how far from the right edge a signature ends. characters: the field that says so."""
    return f'w:rightChars="{{{{ ({characters} * 100)|int }}}}" w:right="{{{{ ({characters} * 316)|int }}}}"'


TITLED = each("line in facts.title_lines", Line("{{ line }}", "center", TITLE, 44))
HEADED = (*where("facts.marks.number", middle("{{ facts.marks.number }}")), *TITLED)
DIGEST = Line("记录摘要 {{ digest }}", "center", SONG, 13, grey=True)
AT_FOOT = replace(DIGEST, at_foot=True)
SIGNED = (
    Line("", keep=True),
    Line("", keep=True),
    *each("line in facts.signature.lines", Line("{{ line[0] }}", "right", ind=away("line[1]"), keep=True)),
    AT_FOOT,
    Line("{{ facts.signature.day[0] }}", "right", ind=away("facts.signature.day[1]")),
)
IMPRINT = where(
    "facts.marks.imprint",
    Line(""),
    *where("facts.marks.copies_to", Line("抄送：{{ facts.marks.copies_to }}", "left", size=28)),
    *where(
        "facts.marks.issued_by",
        Line(
            "{{ facts.marks.issued_by }}　　{{ facts.marks.issued_on ~ '印发' if facts.marks.issued_on else '' }}",
            "left",
            size=28,
        ),
    ),
)
NUMBERED = each("one in facts.chosen", text("{{ loop.index }}.{{ one }}"))
GRADED = each("one in facts.grades", text("{{ loop.index }}.{{ one[0] }}：{{ one[1] }}"))
PARAGRAPHS = each("one in facts.paragraphs", text("{{ one }}"))
IN_EIGHTS = "{{ facts.ballots_digest | batch(8) | map('join') | join(' ') }}"
BOX_CODE = Line(
    f"电子票箱校验码 {IN_EIGHTS}",
    "left",
    indent=2,
    size=19,
    keep=True,
)
"""In groups of eight, as the hall screen has it; never stretched over a line."""
SIGN_HERE = each(
    "name in facts.signatures", Line("{{ name }}（签字）：＿＿＿＿＿＿＿＿＿＿", "left", indent=2, keep=True)
)
SEALED = each("name in facts.seals", Line("{{ name }}（盖章）", "right", keep=True))
ACT = (head("{{ one.number }}、{{ one.title }}"), *each("line in one.lines", text("{{ line[0] }}")))
UNDER = "（{{ facts.meeting }}　{{ facts.date }}）"
DECIDED = "会议审议了{{ facts.year }}年民生实事候选项目，经代表无记名票决，决定下列 {{ facts.chosen | length }} 项为{{ facts.year }}年民生实事项目："
DUTIES = "{{ facts.government }}应当制定实施计划并向社会公布，按期完成，主动报告进展情况，接受监督。项目的重大调整、暂缓或者终止，应当依照法定程序报请决定。"
EVALUATED = "会议听取了关于{{ facts.year }}年民生实事项目完成情况的报告，以无记名方式进行了满意度测评。会议决定，确认测评结果："
SMALL = "{{ facts.small | join('、') }}的票数很少，其小计可能显示个人的选择。{{ facts.accepted_by | join('、') ~ '已记录同意。' if facts.accepted_by else '尚未有两人记录同意。' }}"
NUMBERS = "应到 {{ n.due }}　实到 {{ n.present }}　缺席 {{ n.absent }}　发出 {{ n.issued }}　收回 {{ n.returned }}　未收回 {{ n.not_returned }}　有效 {{ n.valid }}　无效 {{ n.void }}"
WIDE, VOTES = 9400, 1080
"""Twips of a form's line, and of a column of votes."""
PAPER_WIDE = 8800


def votes(result: str) -> Table:
    """Return the table of projects with a column for each answer."""
    return Table(
        ("序号", "项目", "{%tc for name in facts.columns %}", "{{ name }}", "{%tc endfor %}", result),
        "one in facts.lines",
        (
            "{{ one.ordinal }}",
            "{{ one.title }}",
            "{%tc for n in one.votes %}",
            "{{ n }}",
            "{%tc endfor %}",
            "{{ one.result }}",
        ),
        (720, f"{{{{ {WIDE - 720 - 1500} - {VOTES} * facts.columns | length }}}}", VOTES, VOTES, VOTES, 1500),
    )


PAPERS: dict[str, tuple[Line | Table, ...]] = {
    "ballot_rules": (
        middle("（{{ facts.standing }}）"),
        Line(""),
        *each("one in facts.articles", text("{{ one[0] }}　{{ one[1] }}")),
        *where(
            "facts.fingerprint",
            text("电子票核对码　{{ facts.fingerprint }}"),
            text("投票前请核对：平板、会场大屏和本页的核对码应当完全一致。"),
        ),
        *where(
            "facts.candidates",
            head("附一　候选项目（排列不分先后）", fresh=True),
            Table(
                ("序号", "项目名称"),
                "one in facts.candidates",
                ("{{ one.ordinal }}", "{{ one.title }}"),
                (800, PAPER_WIDE - 800),
            ),
        ),
        head("{{ facts.table_head }}", fresh=True),
        Table(
            ("规则", "取值", "依据"),
            "row in facts.table",
            ("{{ row.label }}", "{{ row.value }}", "{{ row.source }}"),
            (2200, 2800, PAPER_WIDE - 5000),
            18,
            (0, 1, 2),
        ),
    ),
    "candidates": (
        middle("（{{ facts.meeting }}）"),
        Line(""),
        text(
            "本次会议提交的{{ facts.year }}年民生实事候选项目共 {{ facts.candidates | length }} 项，"
            "由代表票决产生 {{ facts.seats }} 项。现将各候选项目说明如下，排列不分先后。"
        ),
        *each(
            "one in facts.candidates",
            head("{{ one.ordinal }}.{{ one.title }}"),
            *where("one.summary", text("{{ one.summary }}")),
            *each("row in one.rows", text("{{ row[0] }}：{{ row[1] }}")),
        ),
    ),
    "booklet": (
        middle("（{{ facts.standing }}）"),
        Line(""),
        text(
            "{{ facts.year }}年民生实事候选项目共 {{ facts.candidates | length }} 项，应选 {{ facts.seats }} 项，"
            "年度计划投资合计 {{ facts.total }}。排列不分先后。"
        ),
        middle("目录"),
        *each(
            "one in facts.candidates",
            Line("{{ one.ordinal }}.{{ one.title }}", "left", page_of="{{ one.ordinal }}"),
        ),
        *each(
            "one in facts.candidates",
            replace(head("{{ one.ordinal }}.{{ one.title }}", fresh=True), mark="{{ one.ordinal }}"),
            *where("one.summary", text("{{ one.summary }}")),
            *each("row in one.rows", text("{{ row[0] }}：{{ row[1] }}")),
        ),
    ),
    "candidate_list": (
        *where("facts.draft", middle("（{{ facts.standing }}）")),
        middle("（{{ facts.titles | length }} 项，排列不分先后，应选 {{ facts.seats }} 项）"),
        Line(""),
        *each("one in facts.titles", text("{{ loop.index }}.{{ one }}")),
        *where("not facts.draft", *SIGNED, otherwise=(DIGEST,)),
    ),
    "agenda": (
        middle("（{{ facts.standing }}）"),
        Line(""),
        *each("one in facts['items']", text("{{ one[0] }}、{{ one[1] }}")),
    ),
    "chair_script": (
        middle("（{{ facts.standing }}）"),
        Line(""),
        *each("one in facts.acts", *where("one.group", middle("{{ one.group }}")), *ACT),
        Line(""),
        middle("备用词"),
        *each("one in facts.reserve", *ACT),
    ),
    "scrutineers": (
        *where("facts.order", middle("（{{ facts.order }}）")),
        Line(""),
        *each(
            "one in facts.posts",
            head("{{ one.post }}（{{ one.names | length }}名）"),
            text("{{ one.names | join('　') }}"),
        ),
        *where(
            "facts.hands",
            text(
                "经表决，赞成 {{ facts.hands[0] }}，反对 {{ facts.hands[1] }}，弃权 {{ facts.hands[2] }}，通过。"
            ),
        ),
        *SIGNED,
    ),
    "presidium_confirmation": (
        Line(""),
        text("大会主席团听取了总监票人关于{{ facts.ballot }}计票结果的报告。{{ facts.conclusion }}"),
        *where(
            "facts.chosen",
            text(
                "下列 {{ facts.chosen | length }} 项获得通过，列为{{ facts.year }}年民生实事项目（按候选项目次序排列）："
            ),
            *NUMBERED,
        ),
        text("主席团确认计票结果有效。", keep=True),
        *SIGN_HERE,
        *SIGNED[:-1],
        replace(SIGNED[-1], keep=True),
        Line("所确认的计票结果报告单，其记录摘要为 {{ facts.report_digest }}", "left", SONG, 15, grey=True),
    ),
    "proclamation": (
        middle("（第 {{ facts.number }} 号）"),
        Line(""),
        *where(
            "facts.is_evaluation",
            text(
                "{{ facts.meeting }}于{{ facts.date }}对{{ facts.place }}{{ facts.year }}年民生实事项目的完成情况进行了满意度测评，结果如下："
            ),
            *GRADED,
            otherwise=(
                text(
                    "{{ facts.meeting }}于{{ facts.date }}票决通过{{ facts.place }}{{ facts.year }}年民生实事项目："
                ),
                *NUMBERED,
            ),
        ),
        text("现予公告。", keep=True),
        *SIGNED,
    ),
    "resolution": (
        middle("（{{ facts.date }}{{ facts.meeting }}通过）"),
        Line(""),
        *where(
            "facts.is_evaluation",
            text(EVALUATED),
            *GRADED,
            text("有关单位应当根据测评结果改进工作，并报告整改情况。"),
            otherwise=(text(DECIDED), *NUMBERED, text(DUTIES)),
        ),
    ),
    "follow_up_letter": (
        middle("（{{ facts.standing }}）"),
        Line(""),
        Line("{{ facts.unit }}："),
        text("{{ facts.opening }}"),
        *PARAGRAPHS,
        text("{{ facts.asked }}", keep=True),
        *SIGNED,
    ),
    "change_notice": (
        Line(""),
        text("{{ facts.opening }}"),
        *PARAGRAPHS,
        text("现予公告。", keep=True),
        *SIGNED,
    ),
    "call_notice": (
        Line(""),
        *PARAGRAPHS,
        *each(
            "one in facts.sections",
            head("{{ one.head }}"),
            *each("said in one.texts", text("{{ said }}")),
        ),
        text("{{ facts.last }}", keep=True),
        *SIGNED,
    ),
    "year_report": (
        Line(""),
        *PARAGRAPHS,
        *SIGNED,
        head("附表　各项目的进展和结果", fresh=True),
        Table(
            ("序号", "项目", "责任单位", "进度", "完成投资", "验收结论", "测评"),
            "row in facts.lines",
            tuple(f"{{{{ row[{n}] }}}}" for n in range(7)),
            (700, 2450, 1500, 800, 1350, 1000, 1000),
            19,
            (1, 2),
        ),
    ),
}
"""Official papers, below their number and title and above their imprint."""

FORMS: dict[str, tuple[Line | Table, ...]] = {
    "issue_report": (
        middle(UNDER),
        tag("set n = facts.numbers"),
        middle(NUMBERS),
        *each("one in facts.reasoning", text("{{ one }}")),
        head("按投票方式"),
        Table(
            ("投票方式", "发出", "收回", "未收回", "有效", "无效"),
            "one in facts.channels",
            (
                "{{ one.name }}",
                *(f"{{{{ one.{key} }}}}" for key in ("issued", "returned", "not_returned", "valid", "void")),
            ),
            (WIDE - 5 * 1200, *(1200,) * 5),
            left=(0,),
        ),
        head("核对关系"),
        *each("one in facts.identities + facts.remarks", text("{{ one }}")),
        *where("facts.small", text(SMALL)),
        head("票箱校验码"),
        text("电子票箱封存时全部加密票的摘要（会场大屏同时显示）：", keep=True),
        replace(BOX_CODE, text=IN_EIGHTS),
        text("{{ '收回的票数不多于发出的票数，票决有效。' if facts.held else '票决无效。' }}", keep=True),
        Line("总监票人（签字）：＿＿＿＿＿＿＿＿＿＿", "left", indent=2, keep=True),
        Line("监票人（签字）：＿＿＿＿＿＿＿＿＿＿", "left", indent=2, keep=True),
        Line("{{ facts.date }}", "right"),
    ),
    "count_report": (
        middle(UNDER),
        tag("set n = facts.numbers"),
        middle(NUMBERS),
        *each("one in facts.reasoning", text("{{ one }}")),
        votes("结果"),
        *each(
            "one in facts.lines",
            Line("第 {{ one.ordinal }} 项：{{ one.reason }}（{{ one.article }}）", indent=2, size=18),
        ),
        text("结论：{{ facts.conclusion }}"),
        head("核对"),
        text("{{ facts.identities | join('；') }}"),
        *where("facts.line_sums", Line("{{ facts.line_sums | join('；') }}", indent=2, size=19)),
        *each("one in facts.remarks", text("{{ one }}")),
        Line("票决编号 {{ facts.uuid }}", "left", indent=2, keep=True),
        BOX_CODE,
        *where("facts.holders", text("开箱的持钥监票人：{{ facts.holders | join('、') }}", keep=True)),
        *SIGN_HERE,
        *SEALED,
        Line("{{ facts.date }}", "right"),
    ),
    "result": (
        middle(UNDER),
        text("{{ facts.figures }}"),
        votes("{{ facts.outcome }}"),
        Line("注：{{ facts.rule }}", size=19, keep=True),
        *SEALED,
        Line("{{ facts.date }}", "right"),
    ),
    "sign_in_sheet": (
        middle("（{{ facts.date }}{{ '　' ~ facts.order if facts.order else '' }}）"),
        Table(
            ("序号", "代表团", "姓名", "签名", "签到时间", "备注"),
            "row in facts.rows",
            ("{{ row[0] }}", "{{ row[1] }}", "{{ row[2] }}", "", "", ""),
            (800, 2100, 1700, 1900, 1450, 1450),
            24,
        ),
        Line("应到 {{ facts.rows | length }} 人　实到＿＿＿人　缺席＿＿＿人（其中请假＿＿＿人）"),
        *SIGN_HERE,
    ),
    "leave_list": (
        middle("（{{ facts.date }}　共 {{ facts.rows | length }} 人）"),
        Table(
            ("序号", "代表团", "证号", "姓名", "请假事由", "登记时间"),
            "row in facts.rows",
            tuple(f"{{{{ row[{n}] }}}}" for n in range(6)),
            (800, 1900, 1000, 1500, 2500, 1700),
            22,
            (1, 4),
        ),
        *SIGN_HERE,
    ),
    "zero_report": (
        middle("（{{ facts.at }}）"),
        *each("one in facts.findings", text("{{ one }}")),
        *each(
            "side in facts.sides",
            head("{{ side.name }}"),
            text("签到 {{ side.present }} 人；钥匙核对码 {{ side.key or '还没有生成' }}"),
            *each(
                "one in side.ballots",
                text("{{ one.title }}（{{ one.uuid }}）：发出 {{ one.issued }}，箱内 {{ one.cast }}"),
            ),
            *where("not side.ballots", text("还没有选票，票箱不存在。")),
        ),
        *SIGN_HERE,
        Line("{{ facts.date }}", "right"),
    ),
}
"""Forms that are filled in and signed, below their title."""

TEMPLATES: dict[str, tuple[Line | Table, ...]] = {
    **{
        name: (*HEADED, *lines, *IMPRINT, *(() if AT_FOOT in lines else (DIGEST,)))
        for name, lines in PAPERS.items()
    },
    **{
        name: (*each("line in facts.title_lines", Line("{{ line }}", "center", TITLE, 36)), *lines)
        for name, lines in FORMS.items()
    },
}


@dataclass(frozen=True)
class Shape:
    """The page of a kind of document. size: half points of the text; pitch: twips of a line."""

    size: int
    pitch: int
    margins: tuple[int, int, int, int]


PAPER = Shape(32, 579, (37, 35, 28, 26))
"""Three lines of GB/T 9704-2012: 3号 letters, 22 lines of 225 mm, margins at the top, foot, left and right in mm."""
FORM = Shape(24, 440, (25, 22, 22, 22))


FOOT = '<w:framePr w:w="8844" w:wrap="around" w:vAnchor="page" w:hAnchor="margin" w:xAlign="center" w:y="15960"/>'


DOTS = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{PAPER_WIDE}"/></w:tabs>'


def run(words: str, font: str, size: int, *, grey: bool = False, closer: bool = False) -> str:
    """Return a run of letters, digits of the same hand.

    closer: 15.75 pt from one to the next instead of 16, so that 28 fit into 156 mm; a grid of characters would say the
    same, but not every program reads it.
    """
    colour = '<w:color w:val="5C5750"/>' if grey else ""
    names = f'w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"'
    near = '<w:spacing w:val="-5"/>' if closer else ""
    shape = f'<w:rPr><w:rFonts {names}/>{colour}{near}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    return f'<w:r>{shape}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(line: Line, shape: Shape) -> str:
    """Return a paragraph; a title's lines are a little higher than the text's, digests stand single."""
    size, font = line.size or shape.size, line.font or (FANG if shape is PAPER else SONG)
    pitch = max(shape.pitch, 680) if size > shape.size else min(shape.pitch, size * 18)
    closer = size == PAPER.size
    first = (
        f' w:firstLineChars="{line.indent * 100}" w:firstLine="{line.indent * size * 10}"'
        if line.indent
        else ""
    )
    kept = ("<w:keepNext/>" if line.keep else "") + ("<w:pageBreakBefore/>" if line.fresh else "")
    kept += FOOT if line.at_foot else ""
    kept += DOTS if line.page_of else ""
    ind = f"<w:ind{first} {line.ind}/>" if first or line.ind else ""
    return (
        f'<w:p {W}><w:pPr>{kept}<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>{ind}<w:jc w:val="{line.align}"/></w:pPr>'
        f"{marked(line, run(line.text, font, size, grey=line.grey, closer=closer))}</w:p>"
    )


def marked(line: Line, words: str) -> str:
    """Return a line's words with its bookmark around them, or with the page of another's behind them."""
    if line.mark:
        start = f'<w:bookmarkStart w:id="{line.mark}" w:name="candidate{line.mark}"/>'
        return f'{start}{words}<w:bookmarkEnd w:id="{line.mark}"/>'
    if line.page_of:
        page = field_of(f"PAGEREF candidate{line.page_of}", PAPER.size, asked=' w:dirty="true"')
        return f"{words}<w:r><w:tab/></w:r>{page}"
    return words


def cell(words: str, width: int | str, size: int, *, left: bool, heading: bool) -> str:
    """Return a cell of a table, as wide as it is told."""
    placed = "left" if left and not heading else "center"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="40" w:after="40" w:line="{size * 14}" w:lineRule="atLeast"/><w:jc w:val="{placed}"/></w:pPr>'
        f"{run(words, HEI if heading else SONG, size)}</w:p></w:tc>"
    )


def table(made: Table) -> str:
    """Return a table with fixed columns, its head on every page."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = [
        "".join(
            cell(words, width, made.size, left=n in made.left, heading=heading)
            for n, (words, width) in enumerate(zip(texts, made.widths, strict=True))
        )
        for texts, heading in ((made.heads, True), (made.cells, False))
    ]
    grid = "".join(f'<w:gridCol w:w="{width if isinstance(width, int) else 3000}"/>' for width in made.widths)
    blank = "".join(cell("", width, made.size, left=False, heading=False) for width in made.widths[1:])
    opening, closing = (
        f"<w:tr>{cell(words, made.widths[0], made.size, left=False, heading=False)}{blank}</w:tr>"
        for words in (f"{{%tr for {made.loop} %}}", "{%tr endfor %}")
    )
    return (
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{rows[0]}</w:tr>"
        f"{opening}<w:tr><w:trPr><w:cantSplit/></w:trPr>{rows[1]}</w:tr>{closing}</w:tbl>"
    )


def build(lines: tuple[Line | Table, ...], shape: Shape) -> Document:
    """Return a template with these lines on its page."""
    word = docx.Document()
    body = word.element.body
    for part in list(body)[:-1]:
        body.remove(part)
    for line in lines:
        made = table(line) if isinstance(line, Table) else paragraph(line, shape)
        body.insert(len(body) - 1, parse_xml(made))
    set_page(word, shape)
    name_fonts(word)
    word.core_properties.author = word.core_properties.comments = ""
    return word


def set_page(word: Document, shape: Shape) -> None:
    """Give a template its page: A4, margins, grid, the mark of a rehearsal above, the page's number below."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, foot, left, right = (Mm(size) for size in shape.margins)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        top,
        foot,
        left,
        right,
    )
    section.footer_distance = Mm(shape.margins[1] - 12)
    word.settings.odd_and_even_pages_header_footer = True
    number_pages(section, shape)
    grid = section._sectPr.find(f"{{{W[9:-1]}}}docGrid")  # noqa: SLF001
    if grid is not None:
        section._sectPr.remove(grid)  # noqa: SLF001
    kind = f'w:type="lines" w:linePitch="{shape.pitch}"'
    section._sectPr.append(parse_xml(f"<w:docGrid {W} {kind}/>"))  # noqa: SLF001
    normal = word.styles["Normal"].element.get_or_add_rPr()
    for old in list(normal):
        normal.remove(old)
    names = f'w:ascii="{FANG}" w:hAnsi="{FANG}" w:eastAsia="{FANG}"'
    normal.append(parse_xml(f"<w:rFonts {W} {names}/>"))
    normal.append(parse_xml(f'<w:sz {W} w:val="{shape.size}"/>'))


def number_pages(section: Section, shape: Shape) -> None:
    """Put into the foot what the PDF has there, and the mark of a rehearsal above.

    A paper: — 1 — at the outer edge, at the right of odd pages, at the left of even ones, one character in. A form: the
    digest of the record, and which page of how many.
    """
    for foot, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        replace_in(foot, outer_number(side) if shape is PAPER else form_foot())
    marked = Line("{{ '演练文件，不具效力' if facts.rehearsal else '' }}", "center", HEI, 24)
    for top in (section.header, section.even_page_header):
        replace_in(top, paragraph(marked, FORM))


def outer_number(side: str) -> str:
    """Return the number of an official paper's page at one edge."""
    told = run("— ", SONG, 28) + field_of("PAGE", 28) + run(" —", SONG, 28)
    return f'<w:p {W}><w:pPr><w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>{told}</w:p>'


def form_foot() -> str:
    """Return the foot of a form: digest at the left, page at the right."""
    size = 13
    told = run("记录摘要 {{ digest }}", SONG, size, grey=True) + "<w:r><w:tab/></w:r>"
    told += run("第 ", SONG, size, grey=True) + field_of("PAGE", size, grey=True)
    told += run(" 页　共 ", SONG, size, grey=True) + field_of("NUMPAGES", size, grey=True)
    told += run(" 页", SONG, size, grey=True)
    return f'<w:p {W}><w:pPr><w:tabs><w:tab w:val="right" w:pos="{WIDE}"/></w:tabs></w:pPr>{told}</w:p>'


def field_of(name: str, size: int, *, grey: bool = False, asked: str = "") -> str:
    """Return a field that the program that shows the page fills in. asked: an attribute by which it does so at once."""
    inside = (
        f'<w:fldChar w:fldCharType="begin"{asked}/>',
        f'<w:instrText xml:space="preserve"> {name} </w:instrText>',
    )
    shape = run("", SONG, size, grey=grey).split("<w:t ", 1)[0]
    return "".join(f"{shape}{inner}</w:r>" for inner in (*inside, '<w:fldChar w:fldCharType="end"/>'))


def replace_in(part: _Footer | _Header, made: str) -> None:
    """Put one paragraph into a header or footer in place of all."""
    part.is_linked_to_previous = False
    for old in list(part._element):  # noqa: SLF001
        part._element.remove(old)  # noqa: SLF001
    part._element.append(parse_xml(made))  # noqa: SLF001


def name_fonts(word: Document) -> None:
    """Say in the table of fonts what stands in for a font that a computer lacks."""
    names = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in STANDS_IN.items()
    )
    for part in word.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", names.encode() + b"</w:fonts>")  # noqa: SLF001


FIRST_OF_ALL = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can bear: what is packed anew differs in nothing but its words."""


def packed(word: Document) -> bytes:
    """Return a template as a file without the time of its making, its parts in one order, the list of them first."""
    made = io.BytesIO()
    word.save(made)
    again = io.BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            kept.writestr(zipfile.ZipInfo(name, FIRST_OF_ALL), parts.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()


def main(folder: Path) -> None:
    """Write every template."""
    for name, lines in TEMPLATES.items():
        made = packed(build(lines, PAPER if name in PAPERS else FORM))
        (folder / f"{name}.docx").write_bytes(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else STANDARD)
