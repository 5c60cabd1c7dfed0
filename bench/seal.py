"""Measure what sealing costs a tablet: milliseconds for a ballot of 15 options, and the page's longest frame meanwhile.

Run: .venv/bin/python -m bench.seal. Chromium without a window, the program's own modules, one worker as on the tablet.
"""

from __future__ import annotations

import statistics
from typing import Any

from bench.report import Row, write
from tests.browser import chromium
from tests.js.serve import served
from voting.belenios import election, group

OPTIONS, MOST, TIMES = 15, 10, 20
SEAL_MS, FRAME_MS = 100.0, 50.0

RUN = """async ({ raw, times, options, most }) => {
  const { Crew } = await import("/static/js/belenios/crew.js");
  const { randomScalar } = await import("/static/js/belenios/group.js");
  const crew = new Crew(1);
  await crew.ask("prepare", { election: raw });
  const choices = [Array.from({ length: options }, (_, i) => (i < most ? 1 : 0))];
  const frames = [], taken = [];
  let last = performance.now(), going = true;
  const frame = (now) => { frames.push(now - last); last = now; if (going) requestAnimationFrame(frame); };
  await new Promise((resolve) => requestAnimationFrame((now) => { last = now; resolve(); }));
  requestAnimationFrame(frame);
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    await crew.ask("seal", { election: raw, secret: String(randomScalar()), choices });
    taken.push(performance.now() - start);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  going = false;
  return { taken, frames };
}"""


def measured() -> dict[str, Any]:
    """Return the milliseconds of each seal and of each frame."""
    question = election.Question("圈选", tuple(f"项目{i}" for i in range(1, OPTIONS + 1)), 0, MOST)
    key = str(group.power(group.G, group.chance()))
    raw = election.build(election.new_uuid(), "民生实事项目票决", "sha256:" + "0" * 64, [question], key)
    with served() as address, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}/empty")
        order = {"raw": raw, "times": TIMES, "options": OPTIONS, "most": MOST}
        found: dict[str, Any] = page.evaluate(RUN, order)
    return found


def main() -> None:
    """Measure and write the rows."""
    found = measured()
    middle, longest = statistics.median(found["taken"]), max(found["frames"])
    print(f"seal: median {middle:.1f} ms, slowest {max(found['taken']):.1f} ms of {TIMES}")
    print(f"frames: {len(found['frames'])}, longest {longest:.1f} ms")
    rows = {
        "seal_ms": Row(middle, "ms", SEAL_MS, "lower", "Chromium, module worker, 15 options, 10 chosen"),
        "seal_longest_frame_ms": Row(longest, "ms", FRAME_MS, "lower", "the page while its worker seals"),
    }
    write(rows)


if __name__ == "__main__":
    main()
