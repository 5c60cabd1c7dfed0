"""Tell screens that a ballot's turnout or state changed: at most twice a second, never per ballot cast.

The message names the ballot and nothing else; who hears it asks status.json.
"""

from __future__ import annotations

from threading import Lock, Timer

from flask import Flask

INTERVAL_SECONDS = 0.5


class Pulse:
    """Joins many changes within half a second into one message."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._due: set[str] = set()

    def beat(self, app: Flask, uuid: str, meeting_id: int) -> None:
        """Announce a change soon, on the channels `ballot:UUID` and `meeting:ID`."""
        with self._lock:
            if uuid in self._due:
                return
            self._due.add(uuid)
        live = app.extensions["live"]

        def tell() -> None:
            with self._lock:
                self._due.discard(uuid)
            live.publish(f"ballot:{uuid}", {"ballot": uuid})
            live.publish(f"meeting:{meeting_id}", {"ballot": uuid})

        timer = Timer(INTERVAL_SECONDS, tell)
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError:  # no thread to be had: the ballot is stored, so it is told at once
            tell()


_pulse = Pulse()


def pulse() -> Pulse:
    """Return this process's pulse."""
    return _pulse
