"""One line of a roster as it is meant. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from voting.congress.term.initials import initials


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One deputy as the file has him. line: the row's number as the person sees it in WPS; sheet: the sheet's name.

    hidden: nobody who opens the file sees this row.

    in_office: None where the file does not say. says: of COLUMNS, those that its sheet has. number: empty until
    `numbering` gives one, where the sheet has none; counted: the file has it as a number, without its zeros.
    candidates: numbers of deputies of the term of whom he may be one; number is then the one he gets if he is none.
    """

    line: int
    number: str
    name: str
    delegation: str
    standing_committee: bool = False
    presidium: bool = False
    in_office: bool | None = None
    sheet: str = ""
    hidden: bool = False
    says: frozenset[str] = frozenset()
    counted: bool = False
    candidates: tuple[str, ...] = ()
    gender: str = ""
    ethnicity: str = ""
    post: str = ""
    phone: str = ""

    @property
    def initials(self) -> str:
        return initials(self.name)
