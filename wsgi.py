"""What gunicorn runs: gunicorn wsgi:app. Commands of flask find the program here too, and look at the database themselves."""

import os
import sys

from config import Settings
from voting.app import create_app
from voting.cli import is_command
from voting.core.schema import ForeignSchema
from voting.ready import expect_ready

CANNOT_SERVE = 3  # on this exit code of a worker gunicorn stops, and does not start another

app = create_app(Settings.from_env(os.environ))
if not is_command():
    try:
        expect_ready(app)
    except ForeignSchema as reason:
        print(f"the program does not start: {reason}", file=sys.stderr, flush=True)  # noqa: T201
        sys.exit(CANNOT_SERVE)
