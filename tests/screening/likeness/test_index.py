from tests.screening.factories import call, suggestion
from voting.people.rules import Place
from voting.screening.likeness import index
from voting.screening.likeness.index import look_alikes, look_alikes_of_each


def test_what_came_since_the_last_question_is_found(city: Place) -> None:
    call(city)
    first = suggestion(city, title="给东关小学门口装红绿灯")
    assert look_alikes(city.id, first) == []
    second = suggestion(city, title="东关小学门口要红绿灯")
    assert [like.key for like in look_alikes(city.id, first)] == [second.id]
    assert [like.key for like in look_alikes(city.id, second)] == [first.id]


def test_a_neighbours_suggestions_are_never_look_alikes(city: Place, county: Place) -> None:
    call(city)
    call(county)
    ours = suggestion(city)
    suggestion(county)
    assert look_alikes(city.id, ours) == []


def test_an_index_of_another_database_is_not_trusted(city: Place) -> None:
    call(city)
    ours = suggestion(city)
    index._shelves[city.id] = index.Shelf(last_id=ours.id, last_number="27-ZZZZ-ZZZZZ")  # noqa: SLF001
    other = suggestion(city)
    assert [like.key for like in look_alikes(city.id, ours)] == [other.id]


def test_each_of_several_gets_its_own_look_alikes(city: Place) -> None:
    call(city)
    made = [
        suggestion(city),
        suggestion(city),
        suggestion(city, title="农村饮水", content="水管冻裂，没有水吃。", place=""),
    ]
    found = {row.id: [like.key for like in likes] for row, likes in look_alikes_of_each(city.id, made)}
    assert found == {made[0].id: [made[1].id], made[1].id: [made[0].id], made[2].id: []}
