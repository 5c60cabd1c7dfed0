"""What the page of burdens shows, and its sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, select

from voting.burden.models import FormBurden
from voting.burden.rules import FORMS, Burden, total
from voting.congress.place.facts import at_or_below
from voting.congress.place.models import Jurisdiction, Unit
from voting.congress.place.queries import places_below
from voting.core.clock import today
from voting.core.db import db
from voting.core.sheets import Sheet
from voting.people.rules import Place


@dataclass(frozen=True)
class UnitBurden:
    """What was asked of one unit in the month. forms: by kind of form, as they are called (message ids)."""

    unit: str
    forms: Sequence[tuple[str, Burden]]


@dataclass(frozen=True)
class BurdenPage:
    """What was asked in a month. months: that can be looked at, newest first; own: a unit looks at its own alone.

    below: the places right below, each with all that lies under it, for who oversees them.
    """

    place: Place
    month: date
    months: Sequence[date]
    own: bool
    rows: Sequence[UnitBurden]
    all: Burden
    below: Sequence[tuple[Place, Burden]]


def burden_page(
    place: Place, month: date | None, unit_id: int | None = None, *, oversees: bool = False
) -> BurdenPage:
    """Return what was asked of one unit, of all units of a place, or of these and the places below. Three queries."""
    if unit_id is not None:
        seen: ColumnElement[bool] = FormBurden.unit_id == unit_id
    else:
        seen = at_or_below(place) if oversees else Jurisdiction.id == place.id
    months = list(db.session.scalars(joined(FormBurden.month).where(seen).distinct()))
    shown = month or max(months, default=today().replace(day=1))
    of_month = list(
        db.session.execute(
            joined(FormBurden, Unit.name, Jurisdiction.path).where(seen, FormBurden.month == shown)
        )
    )
    own = defaultdict(list)
    for row, unit, _path in of_month:
        if row.jurisdiction_id == place.id:
            own[unit].append(row)
    return BurdenPage(
        place=place,
        month=shown,
        months=sorted({*months, shown}, reverse=True),
        own=unit_id is not None,
        rows=[unit_burden(unit, own[unit]) for unit in sorted(own)],
        all=total(burden_of(row) for row, *_rest in of_month),
        below=below_of(place, [(path, row) for row, _unit, path in of_month]) if oversees else (),
    )


def joined(*columns: Any) -> Select[Any]:  # noqa: ANN401  as SQLAlchemy's own
    """Return a read of sums with their units and places."""
    return (
        select(*columns)
        .select_from(FormBurden)
        .join(Unit, Unit.id == FormBurden.unit_id)
        .join(Jurisdiction, Jurisdiction.id == FormBurden.jurisdiction_id)
    )


def below_of(place: Place, rows: Sequence[tuple[str, FormBurden]]) -> list[tuple[Place, Burden]]:
    """Return each place right below with what was asked in it and under it; places of which nothing was asked too."""
    parts = defaultdict(list)
    for path, row in rows:
        ids = [int(part) for part in path.split("/")]
        if len(ids) > len(place.path):
            parts[ids[len(place.path)]].append(burden_of(row))
    return [(at, total(parts[at.id])) for at in places_below(place)]


def burden_of(row: FormBurden) -> Burden:
    """Return a stored sum as a value."""
    return Burden(row.pages, row.fields, row.seconds)


def unit_burden(unit: str, rows: Sequence[FormBurden]) -> UnitBurden:
    """Return what was asked of a unit, by form in the order of the year."""
    parts = {row.form: burden_of(row) for row in rows}
    return UnitBurden(unit, [(word, parts[form]) for form, word in FORMS.items() if form in parts])


def sheet_of(page: BurdenPage) -> Sheet:
    """Return the month as a list: one row a unit and form, then one a place below."""
    heads = (_("责任单位"), _("表"), _("页"), _("栏目"), _("分钟"))
    units = [(row.unit, _(word), *cells(part)) for row in page.rows for word, part in row.forms]
    below = [(place.name, _("全部"), *cells(part)) for place, part in page.below]
    return Sheet(heads, [*units, *below], title=page.month.strftime("%Y-%m"), filtered=True)


def cells(part: Burden) -> tuple[int, int, int]:
    """Return a burden as the cells of a row."""
    return part.pages, part.fields, part.minutes
