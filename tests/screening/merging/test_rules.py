import pytest

from tests.properties import given, st
from voting.screening.dossier.states import PROJECT
from voting.screening.merging.rules import EFFECTS, ENDS, OPEN_TO_MORE, TAKES_OVER, changed_back, taken_over

pytestmark = pytest.mark.pure

TEXTS = st.dictionaries(st.sampled_from(sorted(TAKES_OVER)), st.text(max_size=300), max_size=8)


def test_a_dossier_takes_over_what_was_merged_each_text_once() -> None:
    told = [
        {"content": "装红绿灯。", "place": "东关街", "background": ""},
        {"content": "装红绿灯。", "place": "东关街"},
        {"content": "画斑马线。", "place": "南关街"},
    ]
    assert taken_over({}, told) == {"content": "装红绿灯。\n画斑马线。", "place": "东关街、南关街"}


def test_what_was_written_stays_as_it_is() -> None:
    assert taken_over({"content": "已写好的内容"}, [{"content": "装灯", "scale": "40 盏"}]) == {
        "scale": "40 盏"
    }


def test_a_text_that_has_no_room_is_left_out_whole() -> None:
    told = [{"content": "一" * 4000}, {"content": "二" * 4000}, {"content": "三" * 900}]
    assert taken_over({}, told)["content"] == "一" * 4000 + "\n" + "三" * 900
    assert taken_over({}, [{"place": "远" * 201}]) == {}


def test_nothing_but_texts_is_taken_over() -> None:
    assert taken_over({}, [{"total_fen": "100", "title": "别的名称"}]) == {}


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_taking_over_and_taking_back_leaves_the_dossier_as_it_was(
    now: dict[str, str], told: list[dict[str, str]]
) -> None:
    filled = taken_over(now, told)
    assert all(not now.get(name) and len(text) <= TAKES_OVER[name][0] for name, text in filled.items())
    after = {**now, **filled}
    restored = {**after, **changed_back(after, filled, back=True)}
    assert {name: text for name, text in restored.items() if text} == {n: t for n, t in now.items() if t}
    assert {**restored, **changed_back(restored, filled, back=False)} == {**restored, **filled}


def test_what_somebody_wrote_since_is_not_emptied() -> None:
    assert changed_back({"content": "改过"}, {"content": "原来"}, back=True) == {}


def test_every_step_that_ends_a_project_has_one_that_brings_it_back() -> None:
    for (kind, back), step in EFFECTS.items():
        way_back = EFFECTS[kind, not back]
        assert (step in ENDS) is (way_back not in ENDS)
        for (state, name), after in PROJECT.steps.items():
            if name == step:
                assert PROJECT.after(after, way_back) is state
    assert all(state.stands for state in OPEN_TO_MORE)
