"""The hall's certificate: a browser's own checks accept it, for these addresses and no others."""

from __future__ import annotations

import os
import runpy
import socket
import ssl
import stat
import threading
from pathlib import Path
from unittest import mock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from voting.core.errors import RuleBroken
from voting.hall.certificate.rules import (
    Files,
    addresses,
    covers,
    fingerprint,
    general_name,
    issue,
    load_root,
)
from voting.hall.certificate.views import files

ROOT = Path(__file__).parents[3]


@pytest.mark.pure
def test_a_client_that_trusts_the_root_speaks_tls_with_the_server(tmp_path: Path) -> None:
    made = issue(tmp_path, "忻州市", ["localhost", "127.0.0.1"])
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made.server, made.server_key)
    client = ssl.create_default_context(cafile=str(made.root))
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            plain, _ = listening.accept()
            with server.wrap_socket(plain, server_side=True) as speaking:
                speaking.sendall(b"hall")

        thread = threading.Thread(target=serve)
        thread.start()
        with (
            socket.create_connection(listening.getsockname()) as plain,
            client.wrap_socket(plain, server_hostname="127.0.0.1") as speaking,
        ):
            assert speaking.recv(4) == b"hall"
        thread.join()


@pytest.mark.pure
def test_the_private_keys_are_readable_by_nobody_else(tmp_path: Path) -> None:
    made = issue(tmp_path, "忻州市", ["192.168.1.10"])
    for key in (made.root_key, made.server_key):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.pure
def test_renewing_the_server_keeps_the_root_that_tablets_have(tmp_path: Path) -> None:
    first = fingerprint(issue(tmp_path, "忻州市", ["192.168.1.10"]).root)
    server = Files(tmp_path).server.read_bytes()
    assert fingerprint(issue(tmp_path, "忻州市", ["192.168.1.10"]).root) == first
    assert Files(tmp_path).server.read_bytes() != server
    with pytest.raises(RuleBroken, match="--new-root"):
        issue(tmp_path, "忻州市", ["192.168.1.11"])
    assert fingerprint(Files(tmp_path).root) == first
    assert fingerprint(issue(tmp_path, "忻州市", ["192.168.1.11"], new_root=True).root) != first


@pytest.mark.pure
def test_a_root_whose_key_was_taken_offline_is_not_replaced(tmp_path: Path) -> None:
    made = issue(tmp_path, "忻州市", ["192.168.1.10"])
    first = fingerprint(made.root)
    made.root_key.unlink()
    with pytest.raises(RuleBroken, match=r"root\.key 不在"):
        issue(tmp_path, "忻州市", ["192.168.1.10"])
    assert fingerprint(made.root) == first


@pytest.mark.pure
@pytest.mark.parametrize("host", ["town_pc", "大厅服务器"])
def test_a_machine_with_an_unusable_name_has_addresses_all_the_same(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: host)
    assert {"127.0.0.1", "localhost"} <= set(addresses())
    assert host not in addresses()


@pytest.mark.pure
def test_the_root_may_sign_for_these_addresses_alone(tmp_path: Path) -> None:
    root = load_root(issue(tmp_path, "忻州市", ["192.168.1.10", "hall.lan"]))
    assert root is not None
    assert covers(root[1], [general_name("hall.lan")])
    assert not covers(root[1], [general_name("bank.example")])
    assert not covers(root[1], [general_name("192.168.1.99")])
    limits = root[1].extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical


@pytest.mark.pure
def test_a_tablet_whose_clock_is_a_day_off_still_accepts_it(tmp_path: Path) -> None:
    from datetime import timedelta

    from voting.core.clock import now

    made = issue(tmp_path, "忻州市", ["localhost"])
    for path in (made.root, made.server):
        found = x509.load_pem_x509_certificate(path.read_bytes())
        assert found.not_valid_before_utc <= now() - timedelta(days=1)
        assert found.not_valid_after_utc >= now() + timedelta(days=1)


@pytest.mark.pure
@pytest.mark.parametrize("wanted", [[], ["not a name"], ["/etc/passwd"], ["大厅"]])
def test_an_address_that_is_none_is_refused(tmp_path: Path, wanted: list[str]) -> None:
    with pytest.raises(RuleBroken):
        issue(tmp_path, "忻州市", wanted)


@pytest.mark.pure
def test_this_machine_has_addresses() -> None:
    assert "127.0.0.1" in addresses()


def test_the_page_shows_the_root_and_its_fingerprint(app: Flask) -> None:
    client = app.test_client()
    files().root.unlink(missing_ok=True)
    assert "还没有会场证书" in client.get("/hall/certificate").text
    assert client.get("/hall/root.crt").status_code == 404
    done = app.test_cli_runner().invoke(args=["hall", "certificate", "127.0.0.1"])
    assert done.exit_code == 0, done.output
    page = client.get("/hall/certificate").text
    assert fingerprint(files().root) in page
    assert "<svg" in page
    served = x509.load_pem_x509_certificate(client.get("/hall/root.crt").data)
    assert isinstance(served.public_key(), ec.EllipticCurvePublicKey)
    assert served.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "民生实事票决 会场根证书"
    refused = app.test_cli_runner().invoke(args=["hall", "certificate", "not a name"])
    assert refused.exit_code == 1


@pytest.mark.pure
def test_gunicorn_takes_the_halls_certificates(tmp_path: Path) -> None:
    """The settings of deploy/gunicorn_hall.conf.py name the files that the command writes, and refuse old TLS."""
    made = issue(tmp_path / "tls", "忻州市", ["localhost"])
    with mock.patch.dict(os.environ, {"DATA": str(tmp_path), "PORT": "9443"}):
        settings = runpy.run_path(str(ROOT / "deploy" / "gunicorn_hall.conf.py"))
    assert Path(settings["certfile"]) == made.server
    assert Path(settings["keyfile"]) == made.server_key
    assert settings["bind"] == "0.0.0.0:9443"
    assert settings["worker_class"] == "deploy.patient_worker.PatientWorker"
    assert settings["threads"] > 300
    context = settings["ssl_context"](None, lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
