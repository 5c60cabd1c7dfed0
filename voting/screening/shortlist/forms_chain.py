"""Shape of what browsers send about a year's chain of approvals. No rule of the procedure lives here."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from voting.core.fields import PageForm
from voting.screening.fields import filled, lines, trimmed
from voting.screening.shortlist.chain import NEED_WORDS, ChainStep, Steps


class ChainForm(PageForm):
    """For each step whether the list needs it (`need_<kind>`, not of one that moves the list), and why (`source_<kind>`)."""

    chain: tuple[ChainStep, ...] = ()

    def need_of(self, step: ChainStep) -> Field | None:
        """Return the field of a step's need; None for one that nobody leaves out."""
        return None if step.moves else self[f"need_{step.kind}"]

    def source_of(self, step: ChainStep) -> Field:
        """Return the field of a step's source."""
        field: Field = self[f"source_{step.kind}"]
        return field

    def as_steps(self) -> Steps:
        """Return the steps as the deed takes them; a source that was left as shown stays what it is."""
        return [
            {"kind": step.kind.value, "need": self._need(step), "source": self._source(step)}
            for step in self.chain
        ]

    def _need(self, step: ChainStep) -> str:
        field = self.need_of(step)
        return step.need.value if field is None else str(field.data)

    def _source(self, step: ChainStep) -> str:
        typed = trimmed(self.source_of(step).data)
        return step.source if typed == _(step.source) else typed


def chain_form(chain: Sequence[ChainStep], *, empty: bool) -> ChainForm:
    """Return the form of a chain: as it was sent, or `empty` but for what holds."""
    fields: dict[str, object] = {"chain": tuple(chain)}
    shown: dict[str, str] = {}
    for step in chain:
        title = _(step.title)
        fields[f"source_{step.kind}"] = lines(
            f"{title}{_('：')}{_('依据')}", validators=filled(_l("依据"), 120)
        )
        shown[f"source_{step.kind}"] = _(step.source)
        if not step.moves:
            fields[f"need_{step.kind}"] = SelectField(
                title, choices=[SelectChoice(need.value, _l(word)) for need, word in NEED_WORDS.items()]
            )
            shown[f"need_{step.kind}"] = step.need.value
    form_class: type[ChainForm] = type("ChainForm", (ChainForm,), fields)
    return form_class(None, data=shown) if empty else form_class(data=shown)
