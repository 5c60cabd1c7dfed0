"""The bundle that is published: one zip with everything an auditor needs (protocol, step 7).

UUID.bel, UUID.register.json, rules.json, UUID.outcome.json and README.txt, in this order; exactly one zip for one
content (container.py). Checks only the names; what the parts say is checked by checks_bundle.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from voting.belenios import container
from voting.belenios.errors import Malformed, need_form

SUFFIX = ".zip"
RULES = "rules.json"
README = "README.txt"
MOST_BYTES = 256 * 1024 * 1024

_TEXT_OF_PROTOCOL_1 = """\
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


_TEXT = """\
民生票决 {uuid} 公开验证包
Public record of ballot {uuid}

内容 / Contents
  {uuid}.bel            封存的选票、加密合计、解密证明与结果(Belenios 格式)
  {uuid}.register.json  每张选票的领票凭证、发出数、监票人对领票名册(摘要与人数)的签名、抽验回执的结果(只有人数)
  rules.json            票决规则、应到人数、候选项目、公钥
  {uuid}.outcome.json   监票人各自的设备算出的票决结果与签名

怎样验证 / How to check
  1. 用本程序的验证器,检查全部内容(离线,只需 Python、gmpy2 和 cryptography):
     python -m voting.belenios.verify {uuid}.zip
     再次票决的,把上一次票决的验证包放在同一个文件夹里,或者用 --parent 指明。
  2. 用他人编写的独立程序 belenios-tool 2.0(Debian: apt install belenios-tool),只检查 .bel:
     unzip {uuid}.zip && belenios-tool election verify --dir .
     它不检查:领票凭证、领票名册、抽验回执、规则与结果的关系、监票人对结果的签名,以及重放的选票。
  3. 投过票的代表可用回执上的追踪码,在 .bel 中找到自己的选票:追踪码是选票的 SHA-256(Base64)。

没有任何一步能看出某一位代表怎样投票;只有合计数被解密。实到人数、纸质票数和主席团的决定由监票人照签字的单据录入。
Nothing here tells how a deputy voted; only sums were ever decrypted.
"""
_TEXTS = {1: _TEXT_OF_PROTOCOL_1, 2: _TEXT}


@dataclass(frozen=True, slots=True)
class Bundle:
    """The exact contents; `archive` is the .bel file. protocol: of which the README speaks.

    deflated: as earlier versions packed the zip.
    """

    uuid: str
    archive: bytes
    register: str
    rules: str
    outcome: str
    protocol: int = 2
    deflated: bool = False


def readme(uuid: str, protocol: int) -> str:
    """Return the README that tells an auditor what to run."""
    return _TEXTS[protocol].format(uuid=uuid)


def names(uuid: str) -> tuple[str, str, str, str, str]:
    """Return the names of the five files, in order."""
    return f"{uuid}.bel", f"{uuid}.register.json", RULES, f"{uuid}.outcome.json", README


def build(bundle: Bundle) -> bytes:
    """Write the zip."""
    texts = (bundle.register, bundle.rules, bundle.outcome, readme(bundle.uuid, bundle.protocol))
    bodies = (bundle.archive, *(text.encode() for text in texts))
    return container.write(list(zip(names(bundle.uuid), bodies, strict=True)))


def read(raw: bytes) -> Bundle:
    """Read a zip that holds exactly the five files and no other byte; never unpacks more than 256 MB.

    Errors: Malformed.
    """
    files, deflated = container.read(raw, MOST_BYTES)
    bodies = dict(files)
    uuid = next((name.removesuffix(".bel") for name in bodies if name.endswith(".bel")), "")
    bel, register, rules, outcome, told = expected = names(uuid)
    need_form(set(bodies) == set(expected), "the bundle does not hold exactly the five files")
    need_form(tuple(bodies) == expected, "the files of the bundle are not in order")
    protocol = next((one for one in _TEXTS if bodies[told] == readme(uuid, one).encode()), 0)
    need_form(protocol > 0, "the README is not the one of this ballot")
    texts = [_text(bodies[one]) for one in (register, rules, outcome)]
    return Bundle(uuid, bodies[bel], texts[0], texts[1], texts[2], protocol, deflated)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Malformed("a document of the bundle is not UTF-8") from None
