from itertools import combinations

import pytest

from voting.demonstration.projects import ALL, CITY, COUNTIES, TOWNSHIPS, dossier, unit_names
from voting.demonstration.projects_text import ProjectText
from voting.demonstration.suggestions import SUGGESTIONS
from voting.screening.dossier.rules import missing_before_appraise
from voting.screening.likeness.lexicon import Lexicon
from voting.screening.likeness.rules import Relation, Vocabulary, judged, read
from voting.screening.likeness.wish import matters
from voting.screening.words import Field

pytestmark = pytest.mark.pure
TEXTS = [(code, text) for code, texts in ALL.items() for text in texts]


def test_there_are_as_many_projects_as_the_demonstration_needs() -> None:
    assert [len(texts) for texts in CITY.values()] == [14]
    assert [len(texts) for texts in COUNTIES.values()] == [12, 12]
    assert [len(texts) for texts in TOWNSHIPS.values()] == [4, 4, 4]
    assert len(SUGGESTIONS) >= 30


@pytest.mark.parametrize(("code", "text"), TEXTS, ids=[text.title for _, text in TEXTS])
def test_every_text_is_a_dossier_that_lacks_nothing(code: str, text: ProjectText) -> None:
    units = {name: number for number, name in enumerate(unit_names(ALL[code]), 1)}
    made = dossier(text, 2027, units)
    assert missing_before_appraise(made, 2027) == []
    assert 4 <= len(made.milestones) <= 6
    assert list(made.milestones) == sorted(made.milestones, key=lambda step: step.due_on)
    assert len(made.title) <= 30
    assert len(made.summary) <= 60
    assert made.field in {field.value for field in Field}
    assert all(part.unit_id for part in made.parts)


def test_titles_are_unique_within_a_place() -> None:
    for texts in ALL.values():
        assert len({text.title for text in texts}) == len(texts)


def test_suggestions_lead_to_projects_of_the_city_or_wait_or_are_declined() -> None:
    titles = {text.title for text in CITY["140900"]}
    led = [one for one in SUGGESTIONS if one.leads_to]
    assert {one.leads_to for one in led} <= titles
    assert len(led) >= 25
    assert any(one.answered for one in SUGGESTIONS)
    assert any(not one.leads_to and not one.answered for one in SUGGESTIONS)


def test_duplicates_among_the_suggestions_are_found_by_likeness() -> None:
    words = Vocabulary(Lexicon([("忻府区", "忻府区")]), matters())
    reads = [read(one.title, one.content, one.place, words) for one in SUGGESTIONS]
    verdicts = {judged(one, other).verdict for one, other in combinations(reads, 2)}
    assert {Relation.SAME, Relation.ELSEWHERE, Relation.OPEN} <= verdicts
    unnamed = [
        one.title
        for one, said in zip(SUGGESTIONS, reads, strict=True)
        if not said.wish.weights and not one.answered
    ]
    assert len(unnamed) * 10 <= len(SUGGESTIONS), unnamed
