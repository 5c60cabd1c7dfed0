"""Where to go on is a path of this site, or nowhere."""

import pytest

from voting.core.own_path import own_path

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("path", ["/", "/j/140900/suggest", "/a?b=c&d=%0d", "/j/140900/track?number=甲"])
def test_a_path_of_this_site_stands(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "a",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\\b",
        "https://evil.example",
        "javascript:alert(1)",
        "/\r\nSet-Cookie: a=b",
        "/a\nb",
        "/\t/evil.example",
        " /a",
        "/a\x00",
        "/a\x85b",
        "/" + "a" * 3000,
    ],
)
def test_anything_else_leads_nowhere(elsewhere: str) -> None:
    assert own_path(elsewhere) is None
