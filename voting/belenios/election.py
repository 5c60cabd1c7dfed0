"""The election document (Belenios specification 4.9 questions, 4.10 elections; protocol version 1).

Its hash covers the exact text, so the text is kept as received. Only homomorphic questions in BELENIOS-2048;
anything else is refused, never skipped.
"""

from __future__ import annotations

import functools
import re
import secrets
from dataclasses import dataclass

from voting.belenios import shape
from voting.belenios.canonical import b64_sha256, dump, load_canonical
from voting.belenios.errors import Malformed, need_form
from voting.belenios.fingerprint import fingerprint
from voting.belenios.group import NAME, fixed_base, parse_member
from voting.belenios.powers import FixedBase

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
UUID_LENGTH = 14
MOST_ANSWERS = 500  # over all questions of a ballot; bounds the work that one ballot can ask for
MOST_TEXT = 20_000

_UUID = re.compile(f"[{BASE58}]{{14,64}}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")  # what two JSON writers may escape differently


@dataclass(frozen=True, slots=True)
class Question:
    """One homomorphic question: choose from `minimum` to `maximum` of the answers.

    blank: records of others may allow a blank vote, an extra choice before the answers; ours never do.
    """

    question: str
    answers: tuple[str, ...]
    minimum: int
    maximum: int
    blank: bool = False

    @property
    def size(self) -> int:
        """Number of ciphertexts of an answer."""
        return len(self.answers) + self.blank

    def as_json(self) -> dict[str, object]:
        blank = {"blank": True} if self.blank else {}
        return {
            "answers": list(self.answers),
            **blank,
            "min": self.minimum,
            "max": self.maximum,
            "question": self.question,
        }

    @classmethod
    def parse(cls, value: object) -> Question:
        if shape.has(value, "blank"):
            answers, blank, least, most, question = shape.fields(
                value, "answers", "blank", "min", "max", "question"
            )
        else:
            answers, least, most, question = shape.fields(value, "answers", "min", "max", "question")
            blank = False
        labels = tuple(shape.texts(answers))
        need_form(len(labels) > 0, "a question has no answers")
        maximum = shape.number(most, 0, len(labels))
        minimum = shape.number(least, 0, maximum)
        return cls(shape.text(question), labels, minimum, maximum, shape.flag(blank))


@dataclass(frozen=True, slots=True, eq=False)
class Election:
    """A parsed election: exact text, its hash (unpadded Base64), questions and the joint public key."""

    raw: str
    uuid: str
    name: str
    description: str
    questions: tuple[Question, ...]
    public_key: int
    hash: str
    y: FixedBase

    @classmethod
    def parse(cls, raw: str) -> Election:
        """Read an election's exact text; parsed elections (with their table) are remembered.

        Errors: Malformed; DoesNotHold if the public key is not in the group.
        """
        return _parse(raw)


@functools.lru_cache(maxsize=8)
def _parse(raw: str) -> Election:
    value = load_canonical(raw)
    names = ["version", "description", "name", "group", "public_key", "questions", "uuid"]
    names += [name for name in ("administrator", "credential_authority") if shape.has(value, name)]
    version, description, name, group_name, public_key, questions, uuid, *others = shape.fields(value, *names)
    shape.texts(others)
    shape.number(version, 1, 1)
    need_form(group_name == NAME, f"the group is not {NAME}")
    parsed = tuple(Question.parse(question) for question in shape.items(questions))
    need_form(0 < sum(question.size for question in parsed) <= MOST_ANSWERS, "too few or too many answers")
    key = parse_member(public_key)
    need_form(key != 1, "the public key is 1")
    return Election(
        raw=raw,
        uuid=check_uuid(uuid),
        name=shape.text(name),
        description=shape.text(description),
        questions=parsed,
        public_key=key,
        hash=b64_sha256(raw),
        y=fixed_base(key),
    )


def check_uuid(value: object) -> str:
    """Return a UUID of 14 to 64 Base58 characters.

    Errors: Malformed.
    """
    uuid = shape.text(value)
    need_form(_UUID.fullmatch(uuid) is not None, "the UUID is not 14 Base58 characters")
    return uuid


def new_uuid() -> str:
    """Draw a UUID of 14 Base58 characters (82 bits)."""
    return "".join(secrets.choice(BASE58) for _ in range(UUID_LENGTH))


def build(uuid: str, name: str, description: str, questions: list[Question], public_key: str) -> str:
    """Write the election's exact text.

    description: "sha256:" + hex of the exact bytes of rules.json (protocol, step 2).
    Errors: Malformed for control characters and for everything that `Election.parse` refuses.
    """
    texts = [name, description, *(text for q in questions for text in (q.question, *q.answers))]
    for text in texts:
        if len(text) > MOST_TEXT or _CONTROL.search(text):
            raise Malformed("a text is too long or holds a control character")
    raw = dump(
        {
            "version": 1,
            "description": description,
            "name": name,
            "group": NAME,
            "public_key": public_key,
            "questions": [question.as_json() for question in questions],
            "uuid": uuid,
        }
    )
    Election.parse(raw)
    return raw


def set_up_fingerprint(election: Election, issuer_n: int, issuer_e: int) -> str:
    """Return the 24 digits that tablets, hall screen and printed rules show (protocol, step 2).

    Covers the election's hash (hence joint key, questions, rules) and the issuing key.
    """
    return fingerprint(f"setup|{election.uuid}|{election.hash}|{issuer_n}|{issuer_e}")
