"""gunicorn in the hall: as gunicorn.conf.py, with TLS from `flask hall certificate`, for every tablet on the LAN."""

import os
import runpy
import ssl
from collections.abc import Callable
from pathlib import Path

_here = Path(__file__).parent
for _name, _value in runpy.run_path(str(_here / "gunicorn.conf.py")).items():
    if not _name.startswith("_"):
        globals()[_name] = _value

_tls = Path(os.environ["DATA"]) / "tls"
certfile = str(_tls / "server.pem")
keyfile = str(_tls / "server.key")
bind = f"0.0.0.0:{os.environ.get('PORT', '8443')}"


def ssl_context(_config: object, default_factory: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Speak TLS 1.2 and 1.3 only."""
    context = default_factory()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
