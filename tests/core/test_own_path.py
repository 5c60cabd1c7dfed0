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
        "/a\x0b",
        "/a\x1b[31m",
        "/a\x7f",
        "/a\u2028b",
        "/a\u2029b",
        "/a\u00a0b",
        "/a\u3000b",
        "/a\ud800",
        "/\u2028/evil.example",
        "/a b",
        "/" + "a" * 3000,
    ],
)
def test_anything_else_leads_nowhere(elsewhere: str) -> None:
    assert own_path(elsewhere) is None
