"""Tables of groups."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table
from voting.supervision.commitment.models import of_commitment
from voting.supervision.group.rules import MEMBERSHIP, MembershipState


class Membership(Table):
    """A deputy's account in a project's group, kept after he left it. since: of the last step."""

    __tablename__ = "group_membership"
    __table_args__ = (of_commitment(), Index(None, "jurisdiction_id", "account_id"))

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    since: Mapped[datetime]
    state: Mapped[MembershipState] = mapped_column(default=MEMBERSHIP.start)
