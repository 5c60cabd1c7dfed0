"""Tablets that vote over real HTTP, as many as one likes, and the hall they stand in; asks again as a tablet does."""

from __future__ import annotations

import http.client
import json
import random
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from threading import Barrier
from typing import Any, TypeVar
from urllib.parse import urlencode

from tests.ballot.play import Credential
from voting.belenios import ballot as sealed
from voting.belenios import blindrsa, receipt
from voting.belenios.blindrsa import PublicKey
from voting.belenios.canonical import b64url, dump, unb64url
from voting.belenios.election import Election

JSON = {"Content-Type": "application/json"}
FAULT = 500
AGAIN = {FAULT, 502, 503}
PAUSE_SECONDS = 0.3
CSRF = re.compile('name="csrf-token" content="([^"]+)"')
T = TypeVar("T")


class GaveUp(RuntimeError):
    """No answer that settles the matter within the tablet's patience."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    cookies: dict[str, str]

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found


@dataclass(frozen=True)
class Texts:
    """What every tablet of a ballot reads once."""

    uuid: str
    election: Election
    issuer: PublicKey
    receipt_key: str


def ask(
    port: int, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """Ask once, over a connection of its own. Raise OSError or HTTPException without a whole answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        cookies = SimpleCookie()
        for line in answer.headers.get_all("Set-Cookie") or []:
            cookies.load(line)
        return Answer(answer.status, text, {name: one.value for name, one in cookies.items()})
    finally:
        connection.close()


def texts_of(port: int, uuid: str) -> Texts:
    """Fetch the texts of a ballot."""
    raw = {
        name: ask(port, "GET", f"/ballots/{uuid}/{name}.json").text
        for name in ("election", "rules", "issuer")
    }
    return Texts(
        uuid,
        Election.parse(raw["election"]),
        blindrsa.load_issuer(raw["issuer"]),
        json.loads(raw["rules"])["receipt_key"],
    )


@dataclass
class HttpTablet:
    """A tablet with one deputy at it. again: how often it had to ask once more; faults: how often it was told 500."""

    port: int
    texts: Texts
    patience: float = 120.0
    again: int = 0
    faults: int = 0
    chance: random.Random = field(default_factory=random.Random)
    _cookies: dict[str, str] = field(default_factory=dict)
    _csrf: str = ""
    _credential: Credential | None = None

    def sign_in(self, code: str, number: str, pin: str) -> None:
        """Fetch the form and send it, as the deputy does."""
        path = f"/j/{code}/deputy/sign-in"
        page = self._settled("GET", path)
        found = CSRF.search(page.text)
        assert found, page.text[:300]
        self._csrf = found[1]
        form = urlencode({"number": number, "pin": pin, "csrf_token": self._csrf})
        answer = self._settled("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})
        if answer.status != 303:
            raise GaveUp(f"sign-in answered {answer.status}")

    @property
    def credential(self) -> Credential:
        """What the tablet stores before it draws."""
        if self._credential is None:
            secret, public = sealed.new_credential()
            message = blindrsa.token_message(self.texts.uuid, public)
            self._credential = Credential(secret, public, *blindrsa.blind(self.texts.issuer, message))
        return self._credential

    def draw(self) -> None:
        """Draw with the stored credential, again with the same one if need be, and unblind."""
        body = dump({"blinded": b64url(self.credential.blinded)})
        path = f"/ballots/{self.texts.uuid}/draw"
        answer = self._settled("POST", path, body, JSON | {"X-CSRFToken": self._csrf})
        if answer.status != 200:
            raise GaveUp(f"draw answered {answer.status} {answer.text[:300]}")
        self.credential.token = blindrsa.finalize(
            self.texts.issuer,
            blindrsa.token_message(self.texts.uuid, self.credential.public),
            unb64url(answer.told["signature"]),
            self.credential.inverse,
        )

    def body(self, choices: list[list[int]]) -> str:
        """Seal; returns the body that casts it."""
        raw = sealed.seal(self.texts.election, self.credential.secret, choices)
        return dump({"token": b64url(self.credential.token), "ballot": raw})

    def cast(self, body: str) -> dict[str, Any]:
        """Hand a body in without any cookie until there is a receipt; returns it, unchecked."""
        answer = self._settled("POST", f"/booth/{self.texts.uuid}", body, JSON, known=False)
        if answer.status not in {200, 201}:
            raise GaveUp(f"the booth answered {answer.status} {answer.text[:300]}")
        return answer.told

    def check(self, told: dict[str, Any]) -> str:
        """Return the tracker of a receipt that holds; raise DoesNotHold otherwise."""
        receipt.verify(self.texts.receipt_key, self.texts.uuid, told["tracker"], told["receipt"])
        return str(told["tracker"])

    def _settled(
        self,
        method: str,
        path: str,
        body: str | None = None,
        headers: dict[str, str] | None = None,
        *,
        known: bool = True,
    ) -> Answer:
        """Ask until there is an answer that is not "again", with a pause that jitters."""
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
            try:
                answer = ask(
                    self.port,
                    method,
                    path,
                    body,
                    (headers or {}) | (cookie if known and self._cookies else {}),
                )
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is not None and answer.status not in AGAIN:
                if known:
                    self._cookies |= answer.cookies
                return answer
            self.again += 1
            self.faults += answer is not None and answer.status == FAULT
            time.sleep(PAUSE_SECONDS * self.chance.uniform(0.5, 1.5))
        raise GaveUp(f"{method} {path}: nothing settled in {self.patience:.0f} s")


def at_once(deeds: Sequence[Callable[[], T]], waits: Sequence[float] = ()) -> list[tuple[T, float, float]]:
    """Do everything at the same moment, a thread each.

    waits: seconds that each holds back first. Returns per deed what came of it, when it began and when it ended,
    in seconds from the common start.
    """
    barrier = Barrier(len(deeds) + 1)
    started: list[float] = []

    def run(deed: Callable[[], T], wait: float) -> tuple[T, float, float]:
        barrier.wait()
        time.sleep(wait)
        began = time.perf_counter()
        found = deed()
        return found, began, time.perf_counter()

    with ThreadPoolExecutor(len(deeds)) as hands:
        running = [
            hands.submit(run, deed, wait)
            for deed, wait in zip(deeds, waits or [0.0] * len(deeds), strict=True)
        ]
        barrier.wait()
        started.append(time.perf_counter())
        done = [one.result() for one in running]
    return [(found, began - started[0], ended - started[0]) for found, began, ended in done]
