"""The one field for pictures: files that came with the form, and ids of those sent before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import Field, ValidationError
from wtforms.form import BaseForm

from voting.core.bodies import LARGEST_FILE, MIB, MOST_TOGETHER, whole
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.core.sentences import sentence
from voting.core.shape import Shape
from voting.people.rules import Actor
from voting.uploads import actions, queries
from voting.uploads.pictures import remade
from voting.uploads.queries import Waiting
from voting.uploads.rules import MOST_OF_A_FORM, HandedUploads


class PicturesField(Field):
    """Pictures of a form. data: ids of those that wait; form_name: see uploads.rules.FORM_NAME.

    With scripts each picture travels alone, while the form is being filled in; without, they come with the
    form and are kept all the same, so that an error at another field loses none of them.
    """

    data: list[str]
    shape = Shape.PICTURES
    accept = "image/jpeg,image/png,image/webp"
    most_bytes = LARGEST_FILE
    most_mib = LARGEST_FILE // MIB
    together_mib = MOST_TOGETHER // MIB

    def __init__(self, label: str, *, most: int = MOST_OF_A_FORM, **more: Any) -> None:  # noqa: ANN401  WTForms' own
        super().__init__(label, **more)
        self.most = most
        self.form_name = ""
        self.held: list[Waiting] = []
        self._files: list[FileStorage] = []
        self._refused: list[str] = []

    def process_data(self, value: object) -> None:  # noqa: ARG002  WTForms gives it
        """Begin with nothing."""
        self.data = []

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Tell the ids of pictures sent before from files sent now, and leave empty file inputs out."""
        self._files = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]
        self.data = list(dict.fromkeys(one for one in valuelist if isinstance(one, str)))

    def receive(self, actor: Actor, form_name: str, *, sent: bool) -> None:
        """Keep the files that came, each for itself, and find those that wait. sent: the form was handed in."""
        self.form_name = form_name
        for file in self._files:
            try:
                self.data.append(received(actor, form_name, file).id)
            except RuleBroken as error:
                self._refused.append(_("“%(file)s”：%(why)s", file=file.filename, why=sentence(error)))
        self._files = []
        self.held = (
            queries.of_form(actor, form_name, self.data) if sent else queries.waiting(actor, form_name)
        )

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  WTForms gives it
        """Raise ValidationError with what was wrong with each file that was not kept."""
        if self._refused:
            raise ValidationError(" ".join(self._refused))

    def handed(self) -> HandedUploads:
        """Return the pictures as the form's deed takes them."""
        return HandedUploads(self.form_name, tuple(self.data))


def received(actor: Actor, form_name: str, file: FileStorage) -> Waiting:
    """Make one sent file anew and keep it for its form, in a transaction of its own. Raise RuleBroken."""
    new = actions.NewUpload(form=form_name, title=file.filename or "", content=remade(whole(file)))
    with transaction():
        row = actions.receive(actor, new)
        return Waiting(row.id, row.title)
