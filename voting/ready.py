"""What must stand before the program serves anybody."""

from __future__ import annotations

from flask import Flask

from voting.core.db import db
from voting.core.schema import expect_own


def expect_ready(app: Flask) -> None:
    """Raise ForeignSchema for a database of another version."""
    with app.app_context():
        expect_own(db.engine)
