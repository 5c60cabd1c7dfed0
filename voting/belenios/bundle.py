"""The bundle that is published: one zip with everything an auditor needs (protocol, step 7).

UUID.bel, UUID.register.json, rules.json, UUID.outcome.json and README.txt; exactly one zip for one content. Checks
only the container; what the parts say is checked by checks_bundle.py.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from voting.belenios.errors import Malformed, need_form

SUFFIX = ".zip"
RULES = "rules.json"
README = "README.txt"
MOST_BYTES = 256 * 1024 * 1024
_UNREADABLE = (  # what zipfile raises for a container that was cut, changed or never was one
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
    IndexError,
)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no time of its own: the archive inside carries the one time there is

_TEXT = """\
民生票决 {uuid} 公开验证包
Public record of ballot {uuid}

内容 / Contents
  {uuid}.bel            封存的选票、加密合计、解密证明与结果(Belenios 格式)
  {uuid}.register.json  每张选票的领票凭证、发出数、监票人对领票名册摘要的签名
  rules.json            票决规则、候选项目、公钥
  {uuid}.outcome.json   票决结果与监票人签名

怎样验证 / How to check
  1. 用本程序的验证器,检查全部内容(离线,只需 Python、gmpy2 和 cryptography):
     python -m voting.belenios.verify {uuid}.zip
  2. 用他人编写的独立程序 belenios-tool 2.0(Debian: apt install belenios-tool),只检查 .bel:
     unzip {uuid}.zip && belenios-tool election verify --dir .
     它不检查:领票凭证、发出数、规则与结果的关系、监票人对结果的签名,以及重放的选票。
  3. 投过票的代表可用回执上的追踪码,在 .bel 中找到自己的选票:追踪码是选票的 SHA-256(Base64)。

没有任何一步能看出某一位代表怎样投票;只有合计数被解密。
Nothing here tells how a deputy voted; only sums were ever decrypted.
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The exact contents; `archive` is the .bel file."""

    uuid: str
    archive: bytes
    register: str
    rules: str
    outcome: str


def readme(uuid: str) -> str:
    """Return the README that tells an auditor what to run."""
    return _TEXT.format(uuid=uuid)


def _parts(bundle: Bundle) -> dict[str, bytes]:
    return {
        f"{bundle.uuid}.bel": bundle.archive,
        f"{bundle.uuid}.register.json": bundle.register.encode(),
        RULES: bundle.rules.encode(),
        f"{bundle.uuid}.outcome.json": bundle.outcome.encode(),
        README: readme(bundle.uuid).encode(),
    }


def build(bundle: Bundle) -> bytes:
    """Write the zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in _parts(bundle).items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
    return stream.getvalue()


def read(raw: bytes) -> Bundle:
    """Read a zip that holds exactly the five files; never unpacks more than 256 MB.

    Errors: Malformed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            need_form(sum(entry.file_size for entry in entries) <= MOST_BYTES, "the bundle is too large")
            bodies = {entry.filename: archive.read(entry) for entry in entries}
        need_form(len(bodies) == len(entries), "a file is in the bundle twice")
        return _bundle(bodies)
    except _UNREADABLE:
        raise Malformed("the bundle cannot be read") from None


def _bundle(bodies: dict[str, bytes]) -> Bundle:
    uuid = next((name.removesuffix(".bel") for name in bodies if name.endswith(".bel")), "")
    expected = {f"{uuid}.bel", f"{uuid}.register.json", RULES, f"{uuid}.outcome.json", README}
    need_form(set(bodies) == expected, "the bundle does not hold exactly the five files")
    need_form(bodies[README] == readme(uuid).encode(), "the README is not the one of this ballot")
    return Bundle(
        uuid,
        bodies[f"{uuid}.bel"],
        bodies[f"{uuid}.register.json"].decode(),
        bodies[RULES].decode(),
        bodies[f"{uuid}.outcome.json"].decode(),
    )
