from collections import Counter

from sqlalchemy import select

from voting.congress.place.divisions import load_places
from voting.congress.place.models import Jurisdiction
from voting.congress.place.queries import place_of
from voting.core.db import db, transaction
from voting.people.rules import Level


def test_xinzhou_has_one_city_fourteen_counties_and_152_township_congresses() -> None:
    with transaction():
        assert load_places() == 178
    rows = db.session.scalars(select(Jurisdiction)).all()
    assert Counter(row.level for row in rows) == {Level.CITY: 1, Level.COUNTY: 14, Level.TOWNSHIP: 163}
    assert Counter(row.kind for row in rows if row.level is Level.TOWNSHIP) == {
        "subdistrict": 11,
        "town": 76,
        "township": 76,
    }
    assert sum(row.has_congress for row in rows) == 167


def test_loading_twice_adds_nothing() -> None:
    with transaction():
        load_places()
    with transaction():
        assert load_places() == 0


def test_the_townships_of_the_scenic_zone_belong_to_wutai() -> None:
    with transaction():
        load_places()
    wutai = place_of("140922")
    assert wutai is not None
    under = select(Jurisdiction).where(Jurisdiction.parent_id == wutai.id)
    assert len(db.session.scalars(under).all()) == 17


def test_a_subdistrict_has_no_congress() -> None:
    with transaction():
        load_places()
    assert place_of("140902001") is None
    township = place_of("140921100")
    assert township is not None
    assert len(township.path) == 3
