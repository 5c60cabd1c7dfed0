"""Routes of the public site. Pages here show what is decided and announced, and nobody's drafts."""

from __future__ import annotations

from flask import Blueprint

from voting.portal.views_look import blueprint as look

blueprint = Blueprint("portal", __name__)
blueprint.register_blueprint(look)
