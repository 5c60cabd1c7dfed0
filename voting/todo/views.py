"""Routes of the to-dos: the first page after signing in, and the count beside the name."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from werkzeug import Response

from voting.core.access import signed_in
from voting.core.calls import Call
from voting.people.access import current_actor
from voting.todo import queries

blueprint = Blueprint("todo", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/todo")
@signed_in
def home() -> Page:
    return render_template("todo/todo.html", page=queries.todo_page(current_actor()))


@blueprint.get("/todo/count.json")
@signed_in
def count() -> Call:
    found = queries.todo_count(current_actor())
    return jsonify(count=found.count, overdue=found.overdue)
