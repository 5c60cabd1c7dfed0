"""Shape of what browsers send about rule sets. No rule of the procedure lives here."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    SelectField,
)
from wtforms.validators import InputRequired, NumberRange

from voting.congress.ballot_rules.table import RULES, RuleDefinition
from voting.congress.fields import CHOSEN, choice
from voting.core.fields import PageForm


def rule_field(rule: RuleDefinition) -> Any:  # noqa: ANN401  WTForms has no types
    """Return the form field of one rule."""
    label = _l(rule.label)
    if rule.choices:
        return SelectField(
            label,
            choices=[choice(each.value, _l(each.label)) for each in rule.choices],
            validators=[CHOSEN],
        )
    if isinstance(rule.default, bool):
        return SelectField(
            label, choices=[choice("yes", _l("是")), choice("no", _l("否"))], validators=[CHOSEN]
        )
    bounds = NumberRange(
        rule.least, rule.most, _l("应为 %(least)s 到 %(most)s 的整数。", least=rule.least, most=rule.most)
    )
    return IntegerField(label, validators=[InputRequired(_l("请填写一个整数。")), bounds])


class RulesForm(PageForm):
    """One field for each rule of RULES, named rule_<key>."""

    def as_input(self) -> dict[str, str | int | bool]:
        values: dict[str, str | int | bool] = {}
        for rule in RULES:
            entered = self[f"rule_{rule.key}"].data
            values[rule.key] = entered == "yes" if isinstance(rule.default, bool) else entered
        return values


for _rule in RULES:
    setattr(RulesForm, f"rule_{_rule.key}", rule_field(_rule))
