"""Every text for people is in the English catalogue, translated, with the same places for values."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "voting/translations/en/LC_MESSAGES/messages.po"
PLACES = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")
pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The texts that stand in the source now."""
    file = tmp_path_factory.mktemp("texts") / "messages.pot"
    line = next(
        text for text in (ROOT / "deploy/texts").read_text().splitlines() if "pybabel -q extract" in text
    )
    keywords = re.findall(r"-k (\S+)", (ROOT / "deploy/texts").read_text())
    assert "babel.cfg" in line
    command = [
        str(Path(sys.executable).with_name("pybabel")),
        "-q",
        "extract",
        "-F",
        "deploy/babel.cfg",
        "--no-location",
    ]
    command += [part for keyword in keywords for part in ("-k", keyword)]
    subprocess.run([*command, "-o", str(file), "."], cwd=ROOT, check=True, capture_output=True)
    return read_po(file.open("rb"))


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(CATALOGUE.open("rb"), locale="en")


def _is_told(found: Message | None) -> bool:
    """Tell whether a text is translated: where it counts something, for one and for several."""
    if found is None:
        return False
    return all(found.string) if isinstance(found.string, tuple) else bool(found.string)


def test_no_text_is_left_in_chinese(collected: Catalog, english: Catalog) -> None:
    missing = [message.id for message in collected if message.id and not _is_told(english.get(message.id))]
    assert missing == [], "make texts, then translate what is new"


def test_a_translation_has_the_same_places_for_values(english: Catalog) -> None:
    for message in english:
        if message.id:
            assert sorted(PLACES.findall(str(message.id))) == sorted(PLACES.findall(str(message.string))), (
                message.id
            )


def test_no_translation_is_a_guess(english: Catalog) -> None:
    assert [message.id for message in english if message.id and message.fuzzy] == []


def test_the_catalogue_is_compiled_and_not_skipped(english: Catalog) -> None:
    """A header that is missing or marked fuzzy makes the compiler skip the whole file without an error."""
    assert not english.fuzzy
    assert CATALOGUE.with_suffix(".mo").stat().st_size > 100_000


SAID_OTHERWISE = {
    r"PIN ?[\u4e00-\u9fff]|[\u4e00-\u9fff] ?PIN\b": "个人密码",
    "原密码": "个人密码（6 位数字）",
    "选入|入选|票决通过": "通过",
    "未选入|未过线|没有选入": "未通过；过半数，因名额所限未列入",
    "票数相同|待定": "得票相等",
    "安排再次票决": "得票相等：再次票决；不足应选：另行票决",
    "代表证": "出席证",
    "封箱摘要|票箱摘要": "票箱校验码",
    "一种投票方式|的投票方式": "纸质票（或电子票）不足 5 张",
    "印制选票": "生成选票",
    "民生实事项目代表票决": "民生实事项目人大代表票决",
    "已领过票，但不在这台平板上": "您领的是纸质票",
    "(?:无效|作废|须|可以)，?另行票决": "重新票决; 另行票决 only fills what a valid ballot left open",
    "姓名笔画": "姓氏笔画",
    "放上归并台": "加入归并",
    "归并成项目": "归并入项目",
    "走到哪一步|办到哪一步": "审批进度; 工作进度; 节点目标",
    "谁提的|怎么来的": "提出主体; 来源渠道",
    "今年不办": "列入储备（本年度不列为候选）",
    "选上的办成": "提请代表票决，通过后组织实施",
    r"第[0-9]+次(?:全体)?会议": "第二次全体会议, by voting.core.sentences.counted and normalise.numeral",
}
"""What the office says otherwise, as patterns, and its own words: one thing has one word on every screen and paper."""
STANDS = {
    (
        "票决通过",
        "templates/documents/proclamation.typ",
    ): "the act of a congress, as its proclamation is worded",
    ("票决通过", "templates/documents/proclamation.docx"): "the same",
    ("票决通过", "deploy/word_templates.py"): "the same, where the .docx is written",
    ("代表证", "voting/congress/roster/header.py"): "a heading of the lists that offices have already",
}


def spoken_files() -> list[Path]:
    """Every file that holds sentences for people."""
    found = [ROOT / "deploy/word_templates.py", *ROOT.glob("README.zh*"), *(ROOT / "docs").glob("*.md")]
    for folder, kinds in (
        ("voting", "*.py *.po"),
        ("templates", "*.html *.typ *.docx"),
        ("static/js", "*.js"),
    ):
        for kind in kinds.split():
            found += (ROOT / folder).rglob(kind)
    return found


def words_of(file: Path) -> str:
    """Return the text of a file; of a Word document, its body without the marks."""
    if file.suffix != ".docx":
        return file.read_text()
    return re.sub("<[^>]+>", "", zipfile.ZipFile(file).read("word/document.xml").decode())


def test_one_thing_has_one_word() -> None:
    said = set()
    for file in spoken_files():
        text, name = words_of(file), str(file.relative_to(ROOT))
        for pattern in SAID_OTHERWISE:
            said |= {(word, name) for word in re.findall(pattern, text)}
    assert said == STANDS.keys(), "say it as SAID_OTHERWISE does, or argue in STANDS why it stands"
