"""One call to a web server: what comes back, what is not followed, and how long and how much is waited for and read."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Thread

import pytest

from tests.notices.mail_server import HOST, certificate
from tests.notices.robot_server import ALLOWED, Robot, Said, talking
from voting.notices.channel import web_call
from voting.notices.channel.hosts import checked, target_of
from voting.notices.channel.mail import Away, Unanswered

pytestmark = pytest.mark.pure
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def robot() -> Iterator[Robot]:
    with talking() as made:
        yield made


def call(robot: Robot) -> web_call.WebAnswer:
    return web_call.post(target_of(robot.url, ALLOWED), b"{}")


def test_the_body_and_the_path_arrive_and_the_answer_comes_back(robot: Robot) -> None:
    answer = call(robot)
    assert (answer.status, answer.body, answer.rest) == (200, Said().body, None)
    assert (robot.paths, robot.taken) == (["/send?key=k-e-y"], [{}])


def test_a_redirect_is_told_and_not_followed(robot: Robot) -> None:
    robot.answers = lambda: Said(307, b"", {"Location": robot.url})
    assert call(robot).status == 307
    assert len(robot.taken) == 1


@pytest.mark.parametrize(
    ("said", "rest"), [("120", 120), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None)]
)
def test_how_long_to_wait_is_read_where_it_is_a_number(robot: Robot, said: str, rest: int | None) -> None:
    robot.answers = lambda: Said(429, b"", {"Retry-After": said})
    assert call(robot).rest == rest


def test_an_answer_of_20_megabytes_is_not_read_to_its_end(robot: Robot) -> None:
    robot.answers = lambda: Said(200, b"x" * 20_000_000)
    with pytest.raises(Unanswered, match="ValueError"):
        call(robot)


def test_nobody_there_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Away):
        web_call.post(target_of(f"http://127.0.0.1:{port}/", ALLOWED), b"{}")


@pytest.mark.parametrize("drips", [False, True])
def test_a_server_that_never_ends_its_answer_is_left_after_the_whole_time(
    monkeypatch: pytest.MonkeyPatch, drips: bool
) -> None:
    monkeypatch.setattr(web_call, "WHOLE_SECONDS", 0.5)

    def serve(server: socket.socket) -> None:
        line, _address = server.accept()
        with line:
            try:
                while drips:
                    line.sendall(b"H")
                    time.sleep(0.02)
            except OSError:
                return
            line.recv(100_000)
            line.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=serve, args=(server,), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(Unanswered, match="TimeoutError"):
            web_call.post(target_of(url, ALLOWED), b"{}")
        thread.join(10)


def test_a_server_that_keeps_the_line_open_is_not_waited_for_once_its_answer_is_whole() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        lines: list[socket.socket] = []

        def serve() -> None:
            line, _address = server.accept()
            lines.append(line)
            line.recv(100_000)
            line.sendall(OK)

        Thread(target=serve, daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert web_call.post(target_of(url, ALLOWED), b"{}").body == b"ok"
        lines[0].close()


@pytest.mark.parametrize(
    ("trusted", "host", "arrives"), [(True, HOST, True), (True, "localhost", False), (False, HOST, False)]
)
def test_tls_is_taken_with_a_certificate_that_is_trusted_and_the_names_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool, host: str, arrives: bool
) -> None:
    cert, key = certificate(tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    got: list[bytes] = []

    def serve(server: socket.socket) -> None:
        line, _address = server.accept()
        try:
            with context.wrap_socket(line, server_side=True) as safe:
                got.append(safe.recv(100_000))
                safe.sendall(OK)
        except OSError:
            return

    where = HOST if host == HOST else "127.0.0.1"
    with socket.create_server((where, 0)) as server:
        thread = Thread(target=serve, args=(server,), daemon=True)
        thread.start()
        target = target_of(f"https://{host}:{server.getsockname()[1]}/", {host})
        if arrives:
            assert web_call.post(target, b"{}").status == 200
        else:
            with pytest.raises(Away):
                web_call.post(target, b"{}")
        thread.join(10)
    assert bool(got) is arrives


def test_the_name_is_asked_for_once_and_the_checked_address_is_called(
    robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name service that says one thing at the check and another afterwards reaches nothing else."""
    asked: list[str] = []

    def answer(host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        asked.append(host)
        first = len(asked) == 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if first else "127.0.0.3", port))]

    with monkeypatch.context() as patch:
        patch.setattr("voting.notices.channel.hosts.socket.getaddrinfo", answer)
        target = target_of(f"http://robot.example.cn:{robot.port}/", {"robot.example.cn"})
        address = checked(target)
    assert (asked, address) == (["robot.example.cn"], "127.0.0.1")
    monkeypatch.setattr(web_call, "checked", lambda _target: address)
    assert web_call.post(target, b"{}").status == 200
