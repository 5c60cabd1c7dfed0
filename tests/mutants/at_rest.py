"""Faults of what stays on a disk or a screen, and of who sends too slowly."""

from __future__ import annotations

from tests.mutants import Mutant

BOX = "voting/ballot/sealed/box.py"
ORDER = "voting/ballot/sealed/order_at_rest.py"
AT_REST = "tests/ballot/sealed/test_unlinkable.py"
AT_SETTINGS = "tests/ballot/sealed/test_order_at_rest.py"

MUTANTS = (
    Mutant(
        "what SQLite wrote ahead stays after the sweep",
        BOX,
        '        return ["VACUUM", CHECKPOINT]\n',
        '        return ["VACUUM"]\n',
        (AT_REST,),
    ),
    Mutant(
        "what PostgreSQL wrote ahead stays after the sweep",
        BOX,
        ', "SELECT pg_switch_wal()", "CHECKPOINT"]',
        "]",
        (AT_REST,),
        "postgresql",
    ),
    Mutant(
        "a vote opens on a PostgreSQL that keeps its old files",
        ORDER,
        '    "wal_recycle": (frozenset({"off"}), f"',
        '    "wal_recycle": (frozenset({"on", "off"}), f"',
        (AT_SETTINGS,),
        "postgresql",
    ),
    Mutant(
        "a real vote opens on a database that keeps the order",
        "voting/ballot/set_up/rules.py",
        "    if found.order_kept:",
        "    if False:",
        ("tests/ballot/set_up/test_actions.py", "tests/ballot/test_rules.py", AT_SETTINGS),
        "postgresql",
    ),
    Mutant(
        "a Redis that writes all down is let be",
        ORDER,
        '    "appendonly": ("no", "CONFIG',
        '    "appendonly": ("yes", "CONFIG',
        (AT_SETTINGS,),
    ),
    Mutant(
        "who sends half a request holds its thread",
        "deploy/patient_worker.py",
        "        return self._waited + time.monotonic() - since > allowed\n",
        "        return False and self._waited + time.monotonic() - since > allowed\n",
        ("tests/core/test_slow_senders.py",),
    ),
    Mutant(
        "a ballot that nobody minds stays open",
        "static/js/tablet/watch.js",
        "    if (idle.longerThan(LEFT_ALONE_MS)) leftAlone();\n",
        "",
        ("tests/hall/tablet/test_bound_browser.py",),
    ),
)
