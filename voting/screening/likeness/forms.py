"""Shape of what browsers send about look-alikes. No rule of the procedure lives here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import Length, Regexp

from voting.core.fields import PageForm
from voting.core.form_page import AS_ANSWERED
from voting.screening.fields import lines, trimmed
from voting.screening.likeness.actions import NewOwnWords

MOST = 60_000
ENOUGH = [Length(max=MOST, message=_l("太长了，最多 %(most)s 个字。", most=MOST))]


class OwnWordsForm(PageForm):
    version = HiddenField(
        default="0",
        validators=[Regexp(r"^[0-9]{1,9}$", message=_l("请重新打开页面再填。"))],
        render_kw={AS_ANSWERED: True},
    )
    places = lines(_l("村、社区、小区的名称"), validators=ENOUGH)
    synonyms = lines(_l("同义词"), validators=ENOUGH)

    def as_input(self) -> NewOwnWords:
        """Return what was typed as the deed takes it."""
        return NewOwnWords(
            places=trimmed(self.places.data),
            synonyms=trimmed(self.synonyms.data),
            version=int(self.version.data or 0),
        )


class AskedForm(PageForm):
    """What somebody has typed so far: nothing of it is kept."""

    title = StringField(validators=[Length(max=60)])
    content = StringField(validators=[Length(max=4000)])
    place = StringField(validators=[Length(max=200)])

    @property
    def typed(self) -> tuple[str, str, str]:
        return trimmed(self.title.data), trimmed(self.content.data), trimmed(self.place.data)
