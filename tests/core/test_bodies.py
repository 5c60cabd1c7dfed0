"""Bodies that are too large get an answer, through a real server and a real connection."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from tests.service import Service
from voting.core.bodies import LARGEST_BODY, LARGEST_FILE, MOST_TOGETHER, Request, whole
from voting.core.errors import RuleBroken

BOUNDARY = "edge"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("bodies"), verifiers=1) as service:
        yield service


def post(service: Service, path: str, size: int, *, chunked: bool = False) -> tuple[int, str]:
    """Send a form with a file of so many bytes, all of it, before looking at the answer."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'.encode()
    body = head + b"\0" * size + f"\r\n--{BOUNDARY}--\r\n".encode()
    line = http.client.HTTPConnection("127.0.0.1", service.port, timeout=600)
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    pieces = (body[at : at + 65536] for at in range(0, len(body), 65536))
    line.request("POST", path, pieces if chunked else body, headers, encode_chunked=chunked)
    answer = line.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.slow
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_answered_in_words(service: Service, chunked: bool) -> None:
    """Hanging up while the browser still sends shows "connection reset" in place of the page."""
    status, text = post(service, "/sign-in", LARGEST_BODY * 3, chunked=chunked)
    assert status == 413
    assert "送来的内容太大" in text
    assert "每个文件不超过 10 MB" in text


@pytest.mark.slow
def test_a_session_that_ended_is_told_so_after_sixty_megabytes(service: Service) -> None:
    status, _text = post(service, "/j/140900/supervision/mine/1/reports/7", MOST_TOGETHER)
    assert status in {303, 404}  # to the sign-in, or no such congress here: an answer either way


def test_a_page_says_what_to_do_after_413(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"file": (BytesIO(b"\0" * LARGEST_BODY), "a.jpg")})
    assert answer.status_code == 413
    assert "请返回上一页" in answer.text


@pytest.mark.pure
def test_a_sieve_keeps_what_there_is_room_for_and_the_words_beside_it() -> None:
    parts = [(LARGEST_FILE + 5, "big"), (3, "small"), *[(LARGEST_FILE, f"{n}") for n in range(6)]]
    body = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n\r\n'.encode()
        + b"x" * size
        + b"\r\n"
        for size, name in parts
    )
    words = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\nwords\r\n--{BOUNDARY}--\r\n'
    body += words.encode()
    request = Request(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
    )
    assert request.form["text"] == "words"
    taken: dict[str | None, int | None] = {}
    for file in request.files.getlist("f"):
        try:
            taken[file.filename] = len(whole(file))
        except RuleBroken:
            taken[file.filename] = None
    full = {str(n): LARGEST_FILE for n in range(4)}
    assert taken == {"big": None, "small": 3, **full, "4": None, "5": None}
