"""Shape of what browsers send about wishes. No rule lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.validators import Length

from voting.congress.fields import CHOSEN as NEEDED
from voting.congress.fields import choice
from voting.core.fields import PageForm
from voting.notices.event.rules import KINDS, SERVED, NoticeKind
from voting.notices.wish.actions import NewWishes
from voting.notices.wish.models import MOST_EMAIL
from voting.notices.wish.rules import PACES, Pace

CHOSEN = tuple(kind for kind in NoticeKind if kind not in SERVED)
"""The kinds for which somebody chooses."""
HOURS = [choice(str(hour), f"{hour}:00") for hour in range(24)]


class WishesForm(PageForm):
    email = StringField(_l("邮箱"), validators=[Length(max=MOST_EMAIL, message=_l("邮箱地址过长。"))])
    language = RadioField(
        _l("邮件用"), choices=[choice("zh", "中文"), choice("en", "English")], validators=[NEEDED]
    )
    quiet_begins = SelectField(_l("从"), choices=HOURS, coerce=int, validators=[NEEDED])
    quiet_ends = SelectField(_l("到"), choices=HOURS, coerce=int, validators=[NEEDED])

    @property
    def paces(self) -> list[Field]:
        """Return the field of each kind that may be chosen, in the order of the page."""
        return [self[name_of(kind)] for kind in CHOSEN]

    def as_input(self) -> NewWishes:
        return NewWishes(
            email=str(self.email.data or "").strip(),
            language=str(self.language.data),
            quiet_begins=int(self.quiet_begins.data),
            quiet_ends=int(self.quiet_ends.data),
            paces={kind: Pace(str(self[name_of(kind)].data)) for kind in CHOSEN},
        )


def name_of(kind: NoticeKind) -> str:
    """Return the name of the field in which somebody chooses for a kind."""
    return f"pace_{kind}"


for _kind in CHOSEN:
    _choices = [choice(pace.value, _l(word)) for pace, word in PACES.items()]
    setattr(WishesForm, name_of(_kind), SelectField(_l(KINDS[_kind]), choices=_choices, validators=[NEEDED]))
