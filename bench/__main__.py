"""Every measurement, one after the other; then the table of bench/results/latest.json.

Run: .venv/bin/python -m bench [NAME …]. Exit status 1 when a measurement could not be taken; a missed target is shown.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from bench import report

MEASUREMENTS = ("verify", "close", "opening", "cast", "seal", "lookalikes", "hall", "rush", "faults")


def take(names: Sequence[str]) -> list[str]:
    """Run these modules, each alone on the machine; returns the names of those that failed."""
    failed = []
    for name in names:
        print(f"== bench.{name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode != 0:
            failed.append(name)
    return failed


def main(names: Sequence[str]) -> int:
    """Measure and print; returns the exit status."""
    failed = take(names or MEASUREMENTS)
    print("\n== bench/results/latest.json")
    for line in report.table():
        print(line)
    for name in failed:
        print(f"bench.{name} FAILED")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
