"""Are these the released scripts? `python -m voting.belenios.scripts URL [LIST]` (docs/protocol.md, "The scripts of a release").

Fetches each file of the list from a running server and compares. LIST: as `sha256sum` writes it, from outside that
server; else docs/scripts.sha256 of this copy. Exit status: 0 all are as listed; 1 something is not; 2 the call is wrong.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from voting.belenios.errors import Malformed, Refused
from voting.belenios.remote import Server
from voting.belenios.report import legible

ROOT = "static/js"
LISTED = Path(__file__).parents[2] / "docs/scripts.sha256"
SHOWN = 24  # digits of the one fingerprint over all files
DIFFERENT, WRONG_CALL = 1, 2
_LINE = re.compile(r"([0-9a-f]{64})  (static/js/[A-Za-z0-9_./-]+)", re.ASCII)


def digests_of(folder: Path) -> dict[str, str]:
    """Return the hex SHA-256 of every script below static/js, by its path in the repository. folder: static/js."""
    return {
        f"{ROOT}/{path.relative_to(folder).as_posix()}": sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.js"))
    }


def write(digests: Mapping[str, str]) -> str:
    """Write the list as `sha256sum` does, sorted by path: `sha256sum -c` reads it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def parse(text: str) -> dict[str, str]:
    """Read a list.

    Errors: Malformed for an empty one, a line of another form, and a path that leads elsewhere.
    """
    found = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None or ".." in match[2]:
            raise Malformed("the list is not as sha256sum writes it, of files under static/js")
        found[match[2]] = match[1]
    if not found:
        raise Malformed("the list is empty")
    return found


def fingerprint(digests: Mapping[str, str]) -> str:
    """Return the one fingerprint over all files: the first 24 digits of the list's SHA-256, in fours."""
    return " ".join(re.findall("....", sha256(write(digests).encode()).hexdigest()[:SHOWN]))


def compare(listed: Mapping[str, str], fetch: Callable[[str], bytes], say: Callable[[str], None]) -> bool:
    """Fetch each listed file and say which is another; tell whether all are as listed."""
    same = True
    for path, digest in listed.items():
        try:
            found = sha256(fetch(f"/{path}")).hexdigest()
        except Refused as refused:
            found = refused.reason
        if found != digest:
            same = False
            say(legible(f"DIFFERS {path}: {found}"))
    say(f"list    {len(listed)} files, fingerprint {fingerprint(listed)}")
    say("holds   every script is as listed" if same else "FAILED  these are not the released scripts")
    return same


def main(arguments: Sequence[str]) -> int:
    """Compare the scripts of one server; returns the exit status."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write("usage: python -m voting.belenios.scripts URL [LIST]\n")
        return WRONG_CALL
    try:
        listed = parse(Path(arguments[1] if len(arguments) > 1 else LISTED).read_text(encoding="utf-8"))
        server = Server(arguments[0])
    except (OSError, Refused) as error:
        sys.stderr.write(legible(str(error)) + "\n")
        return WRONG_CALL
    return 0 if compare(listed, server.get_bytes, print) else DIFFERENT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
