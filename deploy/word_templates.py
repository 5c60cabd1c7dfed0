"""Write the editable .docx templates of the official documents anew: their words stand here, where they can be read.

Run: .venv/bin/python deploy/word_templates.py [FOLDER]
Page, header (the mark of a rehearsal), footer (digest and page numbers) and letters are those of count_report.docx, which is shaped by hand in Word.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

STANDARD = Path(__file__).parents[1] / "templates" / "documents"
SHAPED = STANDARD / "count_report.docx"
CLOSING = (">{{ facts.meeting }}", ">{{ facts.date }}")
Table = tuple[tuple[str, ...], str, tuple[str, ...]]
"""Heads, the loop, and the cells of each row."""

NUMBERED = ("{%p for one in facts.chosen %}", "{{ loop.index }}．{{ one }}", "{%p endfor %}")
DECIDED = "会议审议了{{ facts.year }}年民生实事候选项目，经代表无记名票决，决定下列 {{ facts.chosen | length }} 项为{{ facts.year }}年民生实事项目："
DUTIES = "人民政府应当制定实施计划并向社会公布，按期完成，主动报告进展情况，接受监督。项目的重大调整、暂缓或者终止，应当依照法定程序报请决定。"
GRADED = (
    "会议听取了关于{{ facts.year }}年民生实事项目完成情况的报告，以无记名方式进行了满意度测评。会议决定，确认测评结果：",
    "{%p for one in facts.grades %}",
    "{{ loop.index }}．{{ one[0] }}：{{ one[1] }}",
    "{%p endfor %}",
    "有关单位应当根据测评结果改进工作，并报告整改情况。",
)

TEMPLATES: dict[str, tuple[str | Table, ...]] = {
    "ballot_rules": (
        "^{{ title }}",
        "^（{{ facts.meeting }}）",
        "{%p for text in facts.articles %}",
        "第{{ loop.index }}条　{{ text }}",
        "{%p endfor %}",
        "{%p if facts.fingerprint %}",
        "电子票核对码 {{ facts.fingerprint }}。投票前请核对：平板、会场大屏和本页的核对码应当完全一致。",
        "{%p endif %}",
        "附一　候选项目（排列不分先后）",
        (("序号", "项目名称"), "one in facts.candidates", ("{{ one.ordinal }}", "{{ one.title }}")),
        "附二　本次票决适用的规则及其依据",
        (
            ("规则", "取值", "依据"),
            "row in facts.table",
            ("{{ row.label }}", "{{ row.value }}", "{{ row.source }}"),
        ),
    ),
    "candidates": (
        "^{{ title }}",
        "^（{{ facts.meeting }}）",
        "本次会议提交的{{ facts.year }}年民生实事候选项目共 {{ facts.candidates | length }} 项，由代表票决产生 {{ facts.seats }} 项。现将各候选项目说明如下，排列不分先后。",
        "{%p for one in facts.candidates %}",
        "{{ one.ordinal }}．{{ one.title }}",
        "{{ one.summary }}",
        "{%p for row in one.rows %}",
        "{{ row[0] }}：{{ row[1] }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ),
    "scrutineers": (
        "^{{ title }}",
        "{%p for one in facts.posts %}",
        "{{ one.post }}　{{ one.names | join('　') }}",
        "{%p endfor %}",
        "{%p if facts.hands %}",
        "经表决，赞成 {{ facts.hands[0] }}，反对 {{ facts.hands[1] }}，弃权 {{ facts.hands[2] }}，通过。",
        "{%p endif %}",
        *CLOSING,
    ),
    "issue_report": (
        "^{{ title }}",
        "^（{{ facts.meeting }}　{{ facts.date }}）",
        "{%p for text in facts.reasoning %}",
        "{{ text }}",
        "{%p endfor %}",
        (
            ("投票方式", "发出", "收回", "未收回", "有效", "无效"),
            "one in facts.channels",
            (
                "{{ one.name }}",
                *(f"{{{{ one.{key} }}}}" for key in ("issued", "returned", "not_returned", "valid", "void")),
            ),
        ),
        "{%p for text in facts.identities + facts.remarks %}",
        "{{ text }}",
        "{%p endfor %}",
        "{%p if facts.small %}",
        "{{ facts.small | join('、') }}的票数很少，其小计可能显示个人的选择。{{ facts.accepted_by | join('、') ~ '已记录同意。' if facts.accepted_by else '尚未有两人记录同意。' }}",
        "{%p endif %}",
        "电子票箱校验码 {{ facts.ballots_digest }}",
        "{{ '收回的票数不多于发出的票数，票决有效。' if facts.held else '票决无效。' }}",
        "总监票人（签字）＿＿＿＿＿＿＿＿＿＿＿＿",
        "监票人（签字）＿＿＿＿＿＿＿＿＿＿＿＿",
        ">{{ facts.date }}",
    ),
    "zero_report": (
        "^{{ title }}",
        "^（{{ facts.at }}）",
        "{%p for text in facts.findings %}",
        "{{ text }}",
        "{%p endfor %}",
        "{%p for side in facts.sides %}",
        "{{ side.name }}：签到 {{ side.present }} 人；钥匙核对码 {{ side.key or '还没有生成' }}",
        "{%p for one in side.ballots %}",
        "{{ one.title }}（{{ one.uuid }}）：发出 {{ one.issued }}，箱内 {{ one.cast }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "总监票人（签字）＿＿＿＿＿＿＿＿＿＿＿＿",
        "监票人（签字）＿＿＿＿＿＿＿＿＿＿＿＿",
        ">{{ facts.date }}",
    ),
    "presidium_confirmation": (
        "^{{ title }}",
        "大会主席团听取了总监票人关于{{ facts.ballot }}计票结果的报告。{{ facts.conclusion }}",
        "{%p if facts.chosen %}",
        "下列 {{ facts.chosen | length }} 项获得通过，列为{{ facts.year }}年民生实事项目（按候选项目次序排列）：",
        *NUMBERED,
        "{%p endif %}",
        "主席团确认计票结果有效，计票结果报告单的摘要为：{{ facts.report_digest }}",
        "大会主席团常务主席（签字）＿＿＿＿＿＿＿＿＿＿＿＿",
        "大会秘书长（签字）＿＿＿＿＿＿＿＿＿＿＿＿",
        *CLOSING,
    ),
    "resolution": (
        "^{{ title }}",
        "^（{{ facts.date }}{{ facts.meeting }}通过）",
        "{%p if facts.kind == 'evaluate' %}",
        *GRADED,
        "{%p else %}",
        DECIDED,
        *NUMBERED,
        DUTIES,
        "{%p endif %}",
    ),
}
"""A line begins with ^ to stand in the middle and with > to stand at the right."""


def build(lines: tuple[str | Table, ...]) -> Document:
    """Return a template with these lines on the shaped page."""
    word = docx.Document(str(SHAPED))
    body = word.element.body
    title = deepcopy(word.paragraphs[0].runs[0]._element.rPr)  # noqa: SLF001  the letters of the shaped title
    for part in list(body)[:-1]:  # the last one is the section: page and footer
        body.remove(part)
    for number, line in enumerate(lines):
        if isinstance(line, str):
            add_line(word, line, None if number else title)
        else:
            add_table(word, line)
    return word


def add_line(word: Document, line: str, letters: object) -> None:
    """Add a paragraph; letters: the shaped title's, for the title."""
    placed = {"^": ALIGN.CENTER, ">": ALIGN.RIGHT}.get(line[0])
    paragraph = word.add_paragraph()
    run = paragraph.add_run(line[1:] if placed is not None else line)
    if letters is not None:
        run._element.insert(0, letters)  # noqa: SLF001
    if placed is not None:
        paragraph.alignment = placed
    elif not line.startswith("{%"):
        paragraph.paragraph_format.first_line_indent = Pt(28)


def add_table(word: Document, table: Table) -> None:
    """Add a table whose one row is repeated."""
    heads, loop, cells = table
    made = word.add_table(rows=0, cols=len(heads), style="Table Grid")
    for row in (heads, (f"{{%tr for {loop} %}}",), cells, ("{%tr endfor %}",)):
        for cell, text in zip(made.add_row().cells, row, strict=False):
            cell.text = text


def main(folder: Path) -> None:
    """Write every template."""
    for name, lines in TEMPLATES.items():
        build(lines).save(str(folder / f"{name}.docx"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else STANDARD)
