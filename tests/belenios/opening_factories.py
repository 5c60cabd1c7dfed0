"""A server in memory, honest or not, and a scrutineer's desk for the tests of the opening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.belenios import factories
from tests.belenios.factories import Parts
from voting.belenios import ballot_rules, blindrsa, tally, trustees
from voting.belenios.ballot import credential_in
from voting.belenios.canonical import b64url, dump
from voting.belenios.desk import Desk
from voting.belenios.keyfile import KeyFile
from voting.belenios.remote import Server, Unavailable


class Relay(Server):
    """A server in memory: relays a ceremony, serves one box, remembers what it was sent."""

    def __init__(self, index: int = 1, size: int = 3) -> None:
        super().__init__("https://hall.test")
        self.index, self.size, self.threshold = index, size, size // 2 + 1
        self.certs: list[Any] = [None] * size
        self.deals: list[Any] = [None] * size
        self.keys: list[Any] = [None] * size
        self.failed = False
        self.pages: dict[str, str] = {}
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.lose_next = False

    def get(self, path: str) -> str:
        if path.endswith("/state.json"):
            return self.state()
        if path not in self.pages:
            raise Unavailable(404, "there is none")
        return self.pages[path]

    def round(self) -> str | int:
        if self.failed:
            return "failed"
        for number, some in ((1, self.certs), (2, self.deals), (3, self.keys)):
            if None in some:
                return number
        return "done"

    def state(self) -> str:
        done = self.round() == "done"
        sealed = [None if deal is None else deal["sealed_shares"][self.index - 1] for deal in self.deals]
        return dump(
            {
                "group": "BELENIOS-2048",
                "size": self.size,
                "threshold": self.threshold,
                "index": self.index,
                "round": self.round(),
                "certs": self.certs,
                "deals": self.deals,
                "sealed_shares": sealed,
                "verification_keys": self.keys,
                "trustees": trustees.assemble(self.certs, self.deals, self.keys, self.threshold)
                if done
                else None,
                "fingerprint": None,
            }
        )

    def post(self, path: str, body: dict[str, object]) -> object:
        if self.lose_next:
            self.lose_next = False
            raise Unavailable(0, "the server does not answer")
        self.sent.append((path, body))
        mine = self.index - 1
        if path.endswith("/round/1"):
            self.certs[mine] = body["cert"]
        elif path.endswith("/round/2"):
            self.deals[mine] = body
        elif path.endswith("/round/3"):
            self.keys[mine] = body["verification_key"]
        return None


def desk(*answers: str, said: list[str] | None = None) -> Desk:
    given = iter(answers)
    return Desk(
        ask=lambda _: next(given),
        ask_secret=lambda _: next(given),
        say=(said if said is not None else []).append,
        wait=lambda _: None,
    )


def key_file(index: int = 1, **changes: Any) -> KeyFile:
    done = factories.ceremony()
    fields = {"share": done.shares[index - 1], "digests": {}, "keys": done.keys[index - 1], **changes}
    return KeyFile("ceremony", index, fields["keys"], fields["share"], fields["digests"])


def serving(ballots: list[str] | None = None, parts: Parts | None = None, **pages: str) -> Relay:
    """A server after close and count. ballots: what it shows as the box; pages: texts by name in place of honest ones."""
    parts = parts or factories.make_parts("choose")
    shown = list(parts.record.ballots) if ballots is None else ballots
    relay, rules = Relay(), parts.rules
    honest = {
        "election": parts.election.raw,
        "trustees": factories.ceremony().record.raw,
        "rules": ballot_rules.write(rules),
        "issuer": dump(blindrsa.issuer_json(rules.issuer)),
        "sealed": dump(shown),
        "tokens": tokens_raw(rules.uuid, shown),
        "roll": factories.roll_raw(rules, parts.register.issued),
        "partials": dump({"partials": [{"index": i, "partial": raw} for i, raw in parts.record.partials]}),
        "outcome": factories.outcome_text(parts),
    }
    relay.pages = {f"/ballots/{rules.uuid}/{name}.json": text for name, text in {**honest, **pages}.items()}
    return relay


def tokens_raw(uuid: str, ballots: Sequence[str]) -> str:
    """Write tokens.json: a valid token for each ballot, as only the holder of the issuing key can."""
    credentials = sorted(credential_in(raw) for raw in ballots)
    tokens = [{"credential": one, "token": b64url(factories.make_token(uuid, one))} for one in credentials]
    return dump({"tokens": tokens})


def on_print(parts: Parts | None = None, present: int = 5, **changed: object) -> tuple[str, ...]:
    """What is typed from print: digest, ballots, names, present."""
    parts = parts or factories.make_parts("choose")
    ballots = parts.record.ballots
    found = {"digest": tally.digest(ballots)[:24], "ballots": len(ballots), "names": parts.register.issued}
    return tuple(str(one) for one in {**found, "present": present, **changed}.values())


def answers_of(keys: str) -> list[str]:
    """Each answer of a sample as it is typed: the key, a receipt (none) where the ballot is missed, and that it is right."""
    typed = []
    for key in keys:
        typed += [key, "", "y"] if key == "2" else [key, "y"]
    return typed


def sent(relay: Relay, what: str) -> list[dict[str, Any]]:
    """Return what was posted to a call, in order."""
    return [body for path, body in relay.sent if path.endswith(f"/{what}")]
