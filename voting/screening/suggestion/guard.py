"""What tells a person's form from a robot's: since when it is open, and a field that people do not see."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app, request
from itsdangerous import BadSignature, Signer

from voting.core.clock import now, today
from voting.people.access import current_actor_or_none, here
from voting.screening.suggestion.forms import OpenForm
from voting.screening.suggestion.traffic_rules import READING, network_of


def secret_key() -> str:
    """Return the key that marks and digests are made with."""
    return str(current_app.extensions["settings"].secret_key)


def origin_of_request() -> str | None:
    """Return the keyed digest of the sender's network and the day; None for people who are signed in.

    With another day, or without the secret key, it leads back to nobody.
    """
    actor = current_actor_or_none()
    if actor is not None and actor.roles_in(here()):
        return None
    text = f"suggestion|{network_of(request.remote_addr)}|{today().isoformat()}"
    return hmac.new(secret_key().encode(), text.encode(), hashlib.sha256).hexdigest()


def signer() -> Signer:
    """Return what signs the time at which a form was opened."""
    return Signer(secret_key(), salt="screening.opened", digest_method=hashlib.sha256)


def mark_open(form: OpenForm) -> None:
    """Note in a form that it is open from now on, unless it says so already."""
    if seconds_open(form) is None:
        form.opened.data = signer().sign(f"{form.nonce.data}.{int(now().timestamp())}").decode()


def seconds_open(form: OpenForm) -> int | None:
    """Return for how long this very form has been open; None when it does not say so itself."""
    try:
        nonce, _dot, since = signer().unsign(form.opened.data or "").decode().partition(".")
    except (BadSignature, UnicodeError):
        return None
    return int(now().timestamp()) - int(since) if nonce == form.nonce.data else None


def careful(form: OpenForm) -> bool:
    """Tell whether a form was open for as long as reading it takes, and its trap is empty."""
    open_for = seconds_open(form)
    return open_for is not None and open_for >= READING.total_seconds() and not form.website.data
