"""The scripts of a release, listed and compared from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from voting.belenios import scripts
from voting.belenios.errors import Malformed
from voting.belenios.remote import Server, Unavailable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "static/js"
    (made / "tablet").mkdir(parents=True)
    (made / "tablet/app.js").write_text("1;\n")
    (made / "net.js").write_text("2;\n")
    (made / "shapes.d.ts").write_text("never loaded")
    return made


def test_a_list_is_as_sha256sum_writes_it_and_is_read_back(folder: Path) -> None:
    digests = scripts.digests_of(folder)
    assert list(digests) == ["static/js/net.js", "static/js/tablet/app.js"]
    assert scripts.write(digests).splitlines()[0].split("  ") == [
        digests["static/js/net.js"],
        "static/js/net.js",
    ]
    assert scripts.parse(scripts.write(digests)) == digests


@pytest.mark.parametrize(
    "text", ["", "ab  static/js/a.js\n", f"{'0' * 64}  static/js/../../etc\n", f"{'0' * 64} static/js/a.js\n"]
)
def test_a_list_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        scripts.parse(text)


def test_the_one_fingerprint_changes_with_any_byte_and_any_name(folder: Path) -> None:
    before = scripts.fingerprint(scripts.digests_of(folder))
    assert len(before.replace(" ", "")) == 24
    (folder / "net.js").write_text("3;\n")
    changed = scripts.fingerprint(scripts.digests_of(folder))
    (folder / "net.js").rename(folder / "nets.js")
    assert len({before, changed, scripts.fingerprint(scripts.digests_of(folder))}) == 3


def test_a_server_that_ships_another_script_or_none_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "scripts.sha256"
    listed.write_text(scripts.write(scripts.digests_of(folder)))

    def get(_: Server, path: str) -> bytes:
        file = tmp_path / path[1:]
        if not file.exists():
            raise Unavailable(404, "there is none")
        return file.read_bytes()

    monkeypatch.setattr(Server, "get_bytes", get)
    call = ["https://hall.test/anything", str(listed)]
    assert scripts.main(call) == 0
    (folder / "tablet/app.js").write_text("keep(randomness);\n")
    assert scripts.main(call) == 1
    (folder / "net.js").unlink()
    assert scripts.main(call) == 1
    said = capsys.readouterr().out
    assert "DIFFERS static/js/tablet/app.js" in said
    assert "DIFFERS static/js/net.js: there is none" in said


def test_a_wrong_call_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scripts.main([]) == 2
    assert scripts.main(["https://h.test", str(tmp_path / "absent")]) == 2
    assert scripts.main(["http://elsewhere.test"]) == 2
    assert "usage" in capsys.readouterr().err
