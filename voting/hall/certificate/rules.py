"""The hall's own root and server certificate, so that tablets have a secure context on a LAN without internet.

Writes files under DATA/tls; knows no database and no person. RFC 5280; the root may sign for these addresses alone.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from voting.core.clock import now
from voting.core.errors import RuleBroken

ROOT_DAYS = 3650
SERVER_DAYS = 390
"""Browsers refuse server certificates that last longer than 398 days."""
EARLIER = timedelta(days=2)
"""Valid since two days ago: a tablet whose clock is a day off still accepts it."""

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Files:
    """Where the certificates lie. root_key is needed only to renew the server's; it may be taken offline."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    @property
    def root_key(self) -> Path:
        return self.folder / "root.key"

    @property
    def server(self) -> Path:
        return self.folder / "server.pem"

    @property
    def server_key(self) -> Path:
        return self.folder / "server.key"


def addresses() -> list[str]:
    """Return this machine's name and its addresses in the local network; nothing is sent."""
    found = {"localhost", "127.0.0.1"}
    with suppress(RuleBroken):  # a machine may be called what no certificate can hold
        general_name(socket.gethostname())
        found.add(socket.gethostname())
    for family, target in ((socket.AF_INET, "10.255.255.255"), (socket.AF_INET, "192.168.255.255")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))  # a datagram socket: chooses the route, sends nothing
                found.add(probe.getsockname()[0])
            except OSError:
                continue
    return sorted(found)


def general_name(address: str) -> x509.GeneralName:
    """Return an address as a certificate holds it; raise RuleBroken for what is neither a name nor a number."""
    try:
        return x509.IPAddress(ipaddress.ip_address(address))
    except ValueError:
        plain = address.replace("-", "").replace(".", "")
        if not (address.isascii() and plain.isalnum()):
            raise RuleBroken("“%(address)s”不是主机名，也不是 IP 地址。", address=address) from None
        return x509.DNSName(address)


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def constraints(names: Sequence[x509.GeneralName]) -> x509.NameConstraints:
    """Return what the root may sign for: these names and addresses and nothing else in the world."""
    permitted: list[x509.GeneralName] = []
    for one in names:
        if isinstance(one, x509.IPAddress):
            permitted.append(x509.IPAddress(ipaddress.ip_network(one.value)))
        else:
            permitted.append(one)
    return x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None)


def usage(*, signs_certificates: bool) -> x509.KeyUsage:
    """Return what a key may be used for."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def make_root(title: str, names: Sequence[x509.GeneralName]) -> tuple[Key, x509.Certificate]:
    """Return a new root: its key and its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = name(f"{title} 会场根证书")
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - EARLIER)
        .not_valid_after(now() + timedelta(days=ROOT_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs_certificates=True), critical=True)
        .add_extension(constraints(names), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return key, made.sign(key, hashes.SHA256())


def make_server(
    root_key: Key, root: x509.Certificate, names: Sequence[x509.GeneralName]
) -> tuple[Key, x509.Certificate]:
    """Return a new server certificate for these names, signed by the root."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    made = (
        x509.CertificateBuilder()
        .subject_name(name("票决会场服务器"))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - EARLIER)
        .not_valid_after(now() + timedelta(days=SERVER_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer_key, critical=False)
    )
    return key, made.sign(root_key, hashes.SHA256())


def write_secret(path: Path, key: Key) -> None:
    """Write a private key that only this user can read."""
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(text)


def issue(folder: Path, title: str, wanted: Sequence[str], *, new_root: bool = False) -> Files:
    """Make the root where there is none, and a server certificate for these addresses; return the files.

    new_root: make it anew although there is one; every tablet must install it again.
    Errors: RuleBroken without an address, or for one that is none; for a root whose key is elsewhere or which may not
    sign for one of the addresses, unless a new one is wanted.
    """
    if not wanted:
        raise RuleBroken("请给出服务器的地址。")
    files = Files(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = [general_name(address) for address in wanted]
    kept = None if new_root else load_root(files)
    if kept is not None and not covers(kept[1], names):
        raise RuleBroken(
            "根证书不含这些地址，须重做（--new-root），所有平板都要重新安装；最好先给服务器固定地址。"
        )
    if kept is None:
        kept = make_root(title, names)
        write_secret(files.root_key, kept[0])
        files.root.write_bytes(kept[1].public_bytes(serialization.Encoding.PEM))
    key, server = make_server(*kept, names)
    write_secret(files.server_key, key)
    chain = server.public_bytes(serialization.Encoding.PEM) + kept[1].public_bytes(serialization.Encoding.PEM)
    files.server.write_bytes(chain)
    return files


def load_root(files: Files) -> tuple[Key, x509.Certificate] | None:
    """Return the kept root, or None where there is none. Errors: RuleBroken where its key has been taken away."""
    if not files.root.is_file():
        return None
    if not files.root_key.is_file():
        raise RuleBroken("根证书在，它的私钥 root.key 不在。请把私钥放回再办，或者重做根证书（--new-root）。")
    key = serialization.load_pem_private_key(files.root_key.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key, x509.load_pem_x509_certificate(files.root.read_bytes())


def covers(root: x509.Certificate, names: Sequence[x509.GeneralName]) -> bool:
    """Tell whether the root may sign for all these names."""
    limits = root.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = set(limits.permitted_subtrees or [])
    return set(constraints(names).permitted_subtrees or []) <= permitted


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a certificate as settings screens show it: pairs parted by colons."""
    digest = x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256()).hex().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
