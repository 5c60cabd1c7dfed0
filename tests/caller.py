"""A client whose every request stands alone, as in service."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from voting.core.db import db


class Browser(FlaskClient):
    """A client whose every request has an app context and a database session of its own, as in service."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()  # what the test read before must not hold back what the program writes
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.rollback()  # and what it reads afterwards is new
        return answer
