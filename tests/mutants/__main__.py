"""Plant every mutant in a copy of the tree, one after the other, and say which test kills it.

Run: make mutants, or .venv/bin/python -m tests.mutants [WORD ...]  (only mutants whose name or file holds a word)
The tests named for them pass first in the copy as it stands. Exit code 1 where a mutant survives.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants import Mutant
from tests.mutants.listed import ALL

ROOT = Path(__file__).parents[2]
COMPILED = "voting/translations/en/LC_MESSAGES/messages.mo"
LIMIT_SECONDS = 600
KILLED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
FAILED = 1
_start = int(time.time())


def copied(to: Path) -> None:
    """Copy what belongs to the tree, and lend it the environment."""
    listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in [*filter(None, names), COMPILED]:
        if (ROOT / name).is_file() and name != ".venv":
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)
    (to / ".venv").symlink_to((ROOT / ".venv").resolve())


def tested(tree: Path, files: tuple[str, ...], database: str, *more: str) -> tuple[int, str]:
    """Run the tests of these files in the copy; returns pytest's exit code and what it said."""
    quiet = ("-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "--database", database)
    call = (sys.executable, "-m", "pytest", *quiet, *more)
    try:
        ran = subprocess.run(
            (*call, *files), cwd=tree, capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS
        )
    except subprocess.TimeoutExpired:
        return FAILED, f"FAILED {files[0]} (does not end)"
    return ran.returncode, ran.stdout + ran.stderr


def written(path: Path, text: str, turn: int) -> None:
    """Write a file with a time of its own, so that no compiled form of it is taken for this one's."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (_start + turn, _start + turn))


def killer_of(tree: Path, mutant: Mutant, turn: int) -> str:
    """Plant a mutant, run what is to bite, take it out; returns the first test that bit, or nothing."""
    path = tree / mutant.file
    honest = path.read_text(encoding="utf-8")
    assert honest.count(mutant.old) == 1, f"{mutant.name}: its text does not stand exactly once"
    written(path, honest.replace(mutant.old, mutant.new), turn)
    code, said = tested(tree, mutant.bite, mutant.database, "-x")
    written(path, honest, turn + 1)
    assert code in {0, FAILED}, said  # a mutant that cannot even be loaded shows nothing
    found = KILLED.search(said) if code else None
    return found[1] if found else ""


def main(words: list[str]) -> int:
    """Print a line for each mutant; returns the exit code."""
    chosen = [one for one in ALL if not words or any(word in one.name + one.file for word in words)]
    survived = 0
    with tempfile.TemporaryDirectory(prefix="mutants") as folder:
        tree = Path(folder)
        copied(tree)
        for database in sorted({one.database for one in chosen}):
            files = {file for one in chosen if one.database == database for file in one.bite}
            code, said = tested(tree, tuple(sorted(files)), database)
            if code:
                print(said[-4000:], "\nthe tests do not pass without any mutant", sep="")
                return 2
        for turn, mutant in enumerate(chosen):
            killer = killer_of(tree, mutant, 2 * turn + 1)
            survived += not killer
            print(f"{'killed  ' if killer else 'SURVIVES'}  {mutant.name}\n          {killer}", flush=True)
    print(f"{len(chosen) - survived} of {len(chosen)} killed")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
