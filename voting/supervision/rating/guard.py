"""By what a device is known again without its owner being known: a signed mark in a cookie, and keyed digests of it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, make_response, request
from itsdangerous import BadSignature, Signer

from voting.core.clock import now, today
from voting.core.running import settings
from voting.screening.handover import READING, network_of
from voting.supervision.blueprint import Page

COOKIE = "rating_device"
COOKIE_AGE = timedelta(days=2 * 366)
"""Works and the year after: as long as one project is rated (a default of the program)."""


@dataclass(frozen=True)
class Device:
    """A device that came back. mark: of chance, kept nowhere but in its cookie; careful: the form was open as long as reading takes."""

    mark: str
    careful: bool


def marker() -> Signer:
    """Return what signs a device's mark and since when it has it."""
    return Signer(str(settings().secret_key), salt="supervision.rating", digest_method=hashlib.sha256)


def device_of_request() -> Device | None:
    """Return the device that asks; None where it has no mark of ours."""
    try:
        mark, _dot, since = marker().unsign(request.cookies.get(COOKIE, "")).decode().partition(".")
    except (BadSignature, UnicodeError):
        return None
    return Device(mark, careful=int(now().timestamp()) - int(since) >= READING.total_seconds())


def with_mark(page: Page) -> Response:
    """Return the answer, which gives the device a mark unless it has one."""
    answer = make_response(page)
    if device_of_request() is None:
        value = marker().sign(f"{secrets.token_hex(16)}.{int(now().timestamp())}").decode()
        age = int(COOKIE_AGE.total_seconds())
        answer.set_cookie(
            COOKIE, value, max_age=age, secure=settings().behind_tls, httponly=True, samesite="Lax"
        )
    return answer


def keyed(text: str) -> str:
    """Return the keyed digest of a text, 64 hex digits."""
    return hmac.new(str(settings().secret_key).encode(), text.encode(), hashlib.sha256).hexdigest()


def device_digest(device: Device, commitment_id: int) -> str:
    """Return by what a project's row is found for a device; another project's is another one."""
    return keyed(f"rating|{commitment_id}|{device.mark}")


def rating_origin() -> str:
    """Return the keyed digest of the sender's network and the day; another one than that of a suggestion."""
    return keyed(f"rating|{network_of(request.remote_addr)}|{today().isoformat()}")
