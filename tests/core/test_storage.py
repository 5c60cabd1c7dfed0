from pathlib import Path

import pytest

from voting.core.errors import NotFound
from voting.core.storage import Storage

pytestmark = pytest.mark.pure


def test_a_kept_file_is_found_under_its_own_hash(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    name = storage.keep(b"one", ".png")
    assert storage.keep(b"one", ".png") == name
    assert storage.path_of(name).read_bytes() == b"one"


@pytest.mark.parametrize(
    "name", ["", "x.png", "../../etc/passwd", "a" * 64 + ".exe", "b" * 64 + ".png", "../" + "a" * 61 + ".png"]
)
def test_a_name_that_was_never_given_leads_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        Storage(tmp_path).path_of(name)


def test_a_program_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="exe"):
        Storage(tmp_path).keep(b"MZ", ".exe")


def test_a_file_that_was_cut_or_lost_is_not_held_and_kept_anew(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    name = storage.keep(b"whole", ".zip")
    assert storage.holds(name)
    storage.path_of(name).write_bytes(b"wh")
    assert not storage.holds(name)
    assert storage.keep(b"whole", ".zip") == name
    assert storage.path_of(name).read_bytes() == b"whole"
    storage.path_of(name).unlink()
    assert not storage.holds(name)
