"""Shape of what browsers send about groups. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, widgets

from voting.core.fields import PageForm
from voting.supervision.group.actions import NewGroup


def ticks(label: str) -> SelectMultipleField:
    """Return a field of deputies to tick."""
    return SelectMultipleField(
        label,
        coerce=int,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )


class GroupForm(PageForm):
    members = ticks(_l("现在的成员和建议的代表"))
    others = ticks(_l("其他代表"))
    leader = SelectField(_l("组长"), coerce=int, default=0)

    def as_input(self, commitment_id: int) -> NewGroup:
        chosen = frozenset(self.members.data or ()) | frozenset(self.others.data or ())
        return NewGroup(commitment_id=commitment_id, members=chosen, leader=self.leader.data or None)
