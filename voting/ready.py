"""What must stand before the program serves anybody, and what an operator should mend first."""

from __future__ import annotations

from flask import Flask, current_app

from voting.ballot.sealed import keys, order_at_rest
from voting.ballot.signing.facts import ballots_without_keys
from voting.core.db import db
from voting.core.schema import expect_own


def expect_ready(app: Flask) -> None:
    """Raise ForeignSchema for a database of another version; say what else an operator should mend.

    The program serves nevertheless: other congresses vote, and a ballot without keys can be voided. Nobody draws or
    casts in it. Where the database keeps an order no real vote is opened (`set_up.rules.missing_before_open`).
    """
    with app.app_context():
        expect_own(db.engine)
        for trouble in troubles():
            app.logger.error("%s", trouble)
        db.session.remove()


def troubles() -> list[str]:
    """Return, in words and with what to do, what of keys and settings endangers a vote on this server."""
    without = [
        f"ballot {uuid} is under way, but its keys are not in {keys.folder()}: no token is drawn and no ballot taken "
        "until that folder is there again as it was on the server that set the ballot up, or the ballot is voided and "
        "repeated"
        for uuid in ballots_without_keys()
    ]
    redis_url = current_app.extensions["settings"].redis_url
    keepers = order_at_rest.of_database() + order_at_rest.of_redis(redis_url)
    return without + [str(keeper) for keeper in keepers]
