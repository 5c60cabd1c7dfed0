import json
from dataclasses import replace
from datetime import date

import pytest

from tests.properties import given, st
from voting.screening.dossier.document import canonical, digest, document_of, read_document
from voting.screening.dossier.rules import Dossier, DossierMilestone, DossierPart, missing_before_appraise

pytestmark = pytest.mark.pure
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
fen = st.integers(0, 10**13)
dossiers = st.builds(
    Dossier,
    title=words,
    summary=words,
    content=words,
    beneficiaries=st.none() | st.integers(0, 10**7),
    total_fen=st.none() | fen,
    planned_fen=st.none() | fen,
    own_fen=fen,
    lead_unit_id=st.none() | st.integers(1, 50),
    finishes_on=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    multi_year=st.booleans(),
    milestones=st.lists(st.builds(DossierMilestone, title=words, due_on=st.dates()), max_size=4).map(tuple),
    parts=st.lists(
        st.builds(DossierPart, title=words, quantity=st.none() | st.integers(0, 10**6), measure=words),
        max_size=3,
    ).map(tuple),
)
GOOD = Dossier(
    title="老旧小区改造",
    summary="改造 12 个",
    content="改管网",
    place="忻府区",
    annual_target="12 个",
    benefit="居民",
    total_fen=100,
    planned_fen=100,
    own_fen=60,
    upper_fen=40,
    lead_unit_id=1,
    finishes_on=date(2027, 11, 30),
    milestones=(
        DossierMilestone(title="开工", due_on=date(2027, 4, 1)),
        DossierMilestone(title="完工", due_on=date(2027, 11, 30)),
    ),
)


@given(dossiers)
def test_a_document_gives_back_its_dossier(dossier: Dossier) -> None:
    document = document_of(dossier, project_id=7, year=2027, units={1: "市教育局"}, sources=3)
    assert read_document(json.loads(canonical(document))) == dossier


@given(dossiers)
def test_the_canonical_text_does_not_depend_on_the_order_of_keys(dossier: Dossier) -> None:
    document = document_of(dossier, project_id=7, year=2027, units={}, sources=0)
    turned = dict(reversed(document.items()))
    assert canonical(turned) == canonical(document)
    assert canonical(json.loads(canonical(document))) == canonical(document)


@given(dossiers, dossiers)
def test_different_dossiers_have_different_digests(one: Dossier, other: Dossier) -> None:
    texts = [canonical(document_of(d, project_id=7, year=2027, units={}, sources=0)) for d in (one, other)]
    assert (digest(texts[0]) == digest(texts[1])) == (one == other)


def test_a_full_dossier_lacks_nothing() -> None:
    assert missing_before_appraise(GOOD, 2027) == []


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("summary", "", "一句话简介"),
        ("content", "", "建设内容"),
        ("place", "", "建设地点"),
        ("annual_target", "", "年度目标"),
        ("benefit", "", "受益范围"),
        ("total_fen", None, "总投资"),
        ("lead_unit_id", None, "牵头单位"),
        ("finishes_on", None, "完成时限"),
        ("milestones", GOOD.milestones[:1], "至少两个时间节点"),
        ("own_fen", 61, "资金来源合计要等于年度计划投资"),
        ("multi_year", True, "跨年度项目的年度阶段目标"),
    ],
)
def test_what_a_dossier_lacks_is_named(field: str, value: object, what: str) -> None:
    missing = missing_before_appraise(replace(GOOD, **{field: value}), 2027)  # type: ignore[arg-type]
    assert [one.what for one in missing] == [what]


def test_milestones_of_another_year_are_named() -> None:
    assert [one.what for one in missing_before_appraise(GOOD, 2028)] == ["时间节点都要落在项目年度之内"]


def test_unit_names_are_copied_into_the_document() -> None:
    dossier = replace(GOOD, parts=(DossierPart(title="管网", unit_id=2),))
    document = document_of(dossier, project_id=7, year=2027, units={1: "市住建局", 2: "市水利局"}, sources=0)
    assert document["lead_unit"] == "市住建局"
    assert document["parts"][0]["unit"] == "市水利局"
