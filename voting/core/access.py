"""The marks that say who may call a view, and the check that stops a program with an unmarked one."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import ParamSpec, TypeVar

from flask import Flask

P = ParamSpec("P")
R = TypeVar("R")
RULE = "access_rule"
EVERYBODY = "everybody"
SIGNED_IN = "signed in"


class AccessRuleMissing(RuntimeError):
    """A view was registered without saying who may call it."""


def allow(*roles: StrEnum) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only people who hold one of `roles` in the place of the URL call the view."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, RULE, frozenset(str(role) for role in roles))
        return view

    return mark


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let anybody who is signed in call the view, whatever the role."""
    setattr(view, RULE, SIGNED_IN)
    return view


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let anybody call the view, signed in or not."""
    setattr(view, RULE, EVERYBODY)
    return view


def rule_of(app: Flask, endpoint: str) -> frozenset[str] | str:
    """Return the roles, EVERYBODY or SIGNED_IN of an endpoint; raise AccessRuleMissing if it has none."""
    if endpoint == "static":
        return EVERYBODY
    rule: frozenset[str] | str | None = getattr(app.view_functions[endpoint], RULE, None)
    if rule is None:
        raise AccessRuleMissing(endpoint)
    return rule


def access_matrix(app: Flask) -> dict[str, str]:
    """Return endpoint -> who may call it, for every route; raise AccessRuleMissing if one has no rule."""
    matrix: dict[str, str] = {}
    for endpoint in sorted(app.view_functions):
        rule = rule_of(app, endpoint)
        matrix[endpoint] = rule if isinstance(rule, str) else " ".join(sorted(rule))
    return matrix
