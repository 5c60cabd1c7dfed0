"""What must stand before the program serves anybody."""

from __future__ import annotations

from flask import Flask

from voting.ballot.sealed import keys
from voting.ballot.signing.facts import ballots_without_keys
from voting.core.db import db
from voting.core.schema import expect_own


def expect_ready(app: Flask) -> None:
    """Raise ForeignSchema for a database of another version; say which votes under way cannot be signed for here.

    The program serves nevertheless: other congresses vote, and such a ballot can be voided. Nobody draws or casts in it.
    """
    with app.app_context():
        expect_own(db.engine)
        for uuid in ballots_without_keys():
            app.logger.error(
                "ballot %s is under way, but its keys are not in %s: no token is drawn and no ballot taken until that "
                "folder is there again as it was on the server that set the ballot up, or the ballot is voided and "
                "repeated",
                uuid,
                keys.folder(),
            )
        db.session.remove()
