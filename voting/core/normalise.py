"""What people write, type and scan, brought to one form before it is stored, looked for or compared. Pure.

Names and labels keep what a reader can tell apart; codes (numbers of deputies, PINs, receipts, scans) keep only what
they are made of. `static/js/written.js` does the same to codes on devices; both are held to one file of examples.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from voting.core.allowed_signs import bare
from voting.core.lookalikes import MEANT
from voting.core.text import N_

DOT = "·"
"""The one dot between the parts of a name: U+00B7 (GB/T 15834-2011, 4.14)."""
DOTS = str.maketrans(dict.fromkeys("•・･‧∙⋅●▪◦⦁⸱ꞏ᛫˙․⚫⏺⬤⸳‣", DOT))
STOPS = "．﹒.。｡"
"""Full stops of every width: a dot between Chinese characters, themselves anywhere else."""
DASHES = dict.fromkeys("‐‑‒–—―⁃−﹘﹣－⸺⸻─", "-")
COLONS = dict.fromkeys("：﹕︰∶꞉ː˸׃", ":")
ZEROS = (0x0660, 0x06F0, 0x0F20, 0x1810)
"""Where the digits of Arabic, Uyghur, Tibetan and Mongolian begin: none of them decomposes to a plain digit."""
DIGITS = {chr(zero + n): str(n) for zero in ZEROS for n in range(10)}
CODE = str.maketrans(DASHES | COLONS | DIGITS)
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27-\ufa29\U00020000-\U0002f7ff\U00030000-\U0003ffff"
BESIDE_HAN = re.compile(rf"(?<=[{HAN}{DOT}])\s+|\s+(?=[{HAN}{DOT}])")
STOP_IN_HAN = re.compile(rf"(?<=[{HAN}])[{STOPS}](?=[{HAN}])")
IS_HAN = re.compile(rf"[{HAN}]")
PHONE = re.compile(r"(?=(?:\D*\d){5})[0-9 +()/,;、#*转-]{5,40}")
EXTENSION = re.compile(r"(?:分机号?|ext\.?)[ :]*", re.IGNORECASE)
NUMERALS: tuple[str, ...] = ("", *"一二三四五六七八九")
NUMBER = re.compile(r"\d+")


def label(text: str) -> str:
    """Return a name of a delegation or the like: every sign the one that is meant, single blanks, punctuation as it is."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", bare(text)).translate(MEANT))
    return " ".join(plain.split())


def name(text: str) -> str:
    """Return a person's name: as a label, with U+00B7 between its parts and no blanks beside Chinese characters."""
    dotted = label(label(text).translate(DOTS))
    dotted = STOP_IN_HAN.sub(DOT, BESIDE_HAN.sub("", dotted))
    return re.sub(f"{DOT}+", DOT, dotted)


def code(text: str) -> str:
    """Return a number, PIN, receipt, seed or scan in plain characters, without blanks; letters keep their case."""
    plain = unicodedata.normalize("NFKC", bare(text).translate(CODE)).translate(CODE)
    return unicodedata.normalize("NFC", "".join(bare(plain).split()))


def looked_for(text: str) -> str:
    """Return what a name is found by: neither dots nor blanks count."""
    return unicodedata.normalize("NFC", name(text).replace(DOT, "").replace(" ", ""))


def same(one: str, other: str) -> bool:
    """Tell whether two names are one, however they are written."""
    return looked_for(one).casefold() == looked_for(other).casefold()


def phone(text: str) -> str:
    """Return a telephone number as it is kept: plain digits and brackets, 转 before an extension."""
    plain = unicodedata.normalize("NFKC", bare(text).translate(CODE)).translate(CODE)
    return " ".join(EXTENSION.sub("转", plain).split())


def phone_fault(text: str) -> str:
    """Return what is wrong with a telephone number, as a message id; empty for nothing. text: in its one form."""
    wrong = N_("电话号码请用数字，可以有空格、+、-、括号，分机前写“转”。")
    return "" if PHONE.fullmatch(text) else wrong


def likeness(text: str) -> str:
    """Return what two labels that mean the same have in common, whatever their blanks, brackets and numerals."""
    plain = unicodedata.normalize("NFKC", label(text)).casefold().replace("團", "团")
    bare = "".join(sign for sign in plain if sign.isalnum())
    spoken = NUMBER.sub(_spoken, bare)
    return re.sub(r"(?<=.)(?:代表)?(?:团|组|小组)$", "", spoken)


def _spoken(found: re.Match[str]) -> str:
    """Return a number as it is spoken, one of many digits with all of them."""
    return numeral(int(found[0])) if len(found[0].lstrip("0")) < 3 else found[0]  # noqa: PLR2004


def numeral(number: int) -> str:
    """Return a number under 100 in Chinese numerals, any other in digits."""
    if not 0 < number < 100:  # noqa: PLR2004
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十"
    return ten + NUMERALS[ones]


def changes(before: str, after: str) -> tuple[str, ...]:
    """Return which code points became which, as U+2F45→U+65B9; blanks that fell away are not worth a word."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [(before[a:b], after[c:d]) for kind, a, b, c, d in steps if kind != "equal"]
    return tuple(f"{points(old)}→{points(new) or '–'}" for old, new in changed if old.strip() or new)


def spelt(signs: Sequence[str]) -> str:
    """Return signs with their code points, as whoever looks for a font needs them."""
    return "、".join(f"{sign} {points(sign)}" for sign in signs)


def points(text: str) -> str:
    """Return the code points of a text: U+2F45 U+2F42."""
    return " ".join(f"U+{ord(sign):04X}" for sign in text)


def doubtful(text: str, *, person: bool) -> tuple[str, ...]:
    """Return the signs of a name (person) or label that can hardly be meant; the text is in its one form already.

    Private and unassigned code points, pictures and question marks in place of lost characters, letters of other
    scripts among Chinese characters, which only look like them.
    """
    among_han = IS_HAN.search(text) is not None
    fits = _fits_name if person else _fits_label
    wrong = [sign for sign in dict.fromkeys(text) if not IS_HAN.match(sign) and not fits(sign, among_han)]
    ends = [DOT] if person and text.strip(DOT) != text else []
    return (*wrong, *ends)


def _fits_name(sign: str, among_han: bool) -> bool:  # noqa: FBT001  its caller picks one of two
    if sign == DOT or (sign.isascii() and sign.isdigit()):
        return True
    return not among_han and (unicodedata.category(sign)[0] in "LM" or sign in " -'’.")


def _fits_label(sign: str, among_han: bool) -> bool:  # noqa: FBT001
    kind = unicodedata.category(sign)
    if kind[0] == "L":
        return sign.isascii() or not among_han
    return kind[0] in "MNPZ" and sign not in "?？*＊"
