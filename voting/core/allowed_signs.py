"""What a typed text may consist of: signs that a reader can see, in the order in which he sees them.

Two readings of it: `cleaned` for what people tell (titles, sentences), which keeps its lines and the joiners that change
how letters look; `bare` for what is compared or drawn sign by sign (names, codes, fonts), which keeps what is seen alone.
What a name or a code is written with besides stands in `core.normalise`.
"""

from __future__ import annotations

import re
import unicodedata

# Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt): signs that show nothing by themselves.
SHOWN_AS_NOTHING = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Of these, the joiners and the variation selectors change how the letters beside them look (minority scripts, rare
# variants of Chinese characters in names): they stay, and do not count as letters.
KEPT = "\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
NOTHING = re.compile(f"(?![{KEPT}])[{SHOWN_AS_NOTHING}\ufff9-\ufffb]")
BLANK = re.compile(f"[{SHOWN_AS_NOTHING}\u2800]")
LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
# Controls but tab and line feed (NUL among them: PostgreSQL stores none), halves of a pair, and no characters at all.
REFUSED = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
WITH_A_SHAPE = frozenset("LNPS")


def cleaned(text: str) -> str:
    """Return a text without signs that show nothing or turn the reading order round (U+202E); one kind of line end."""
    return NOTHING.sub("", LINE_ENDS.sub("\n", text))


def in_one_line(text: str) -> str:
    """Return a text for a title, a name, a search: cleaned, line ends and tabs as blanks, none at its ends."""
    return re.sub("[\n\t]+", " ", cleaned(text)).strip()


def bare(text: str) -> str:
    """Return a text of signs that are seen alone: no format mark, joiner, filler or control; any blank as a space."""
    blanks = "".join(" " if sign.isspace() else sign for sign in text)
    return BLANK.sub("", "".join(sign for sign in blanks if unicodedata.category(sign) not in {"Cf", "Cc"}))


def holds_refused(text: str) -> bool:
    """Tell whether a text has signs that are no text: control characters other than tab and line end, lone surrogates."""
    return REFUSED.search(LINE_ENDS.sub("\n", text)) is not None


def is_seen(text: str) -> bool:
    """Tell whether anything of a text can be seen; blanks, fillers and marks without a letter cannot."""
    return any(unicodedata.category(sign)[0] in WITH_A_SHAPE for sign in BLANK.sub("", text))
