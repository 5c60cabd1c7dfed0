"""What gunicorn runs: gunicorn wsgi:app."""

import os

from config import Settings
from voting.app import create_app

app = create_app(Settings.from_env(os.environ))
