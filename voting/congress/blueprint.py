"""The blueprint of congress, and what its views share."""

from __future__ import annotations

from pathlib import Path

from cryptography.fernet import Fernet
from flask import Blueprint
from werkzeug import Response as AnyResponse

from voting.core.own_templates import folder_of
from voting.core.running import settings
from voting.people.access import here
from voting.people.rules import OFFICE, Role
from voting.people.secrets import box_for

blueprint = Blueprint("congress", __name__, url_prefix="/j/<code>/congress")


def own_templates() -> Path:
    """Return the folder with the templates and fonts of the congress that is asked."""
    return folder_of(settings().data, here().code)


def pin_box() -> Fernet:
    """Return the cipher for first PINs in waiting."""
    return box_for(settings().secret_key)


Page = str | AnyResponse | tuple[str, int]
YEARS = range(2000, 2101)
LOOKERS = (*OFFICE, Role.CHAIR, Role.OVERSIGHT, Role.AUDITOR)
