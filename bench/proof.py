"""Cast a real election again through the browser's code and have two programs verify the record.

Run: .venv/bin/python -m bench.proof [FILE.pb]. In Chromium: three scrutineers make the key, every paper of the Pabulib
file is sealed by the tablet's modules, two scrutineers' devices verify the box and lend their shares. Here: the shares
are combined, the totals held against the published ones, the archive verified by ours and by Debian's belenios-tool.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.belenios.tool import accepts
from tests.browser import chromium
from tests.js.serve import ROOT, served
from voting.belenios import record, tally, trustees, verify
from voting.belenios.ballot import credential_in
from voting.belenios.election import Election, Question, build, new_uuid
from voting.belenios.report import VerifierReport
from voting.demonstration import pabulib

FILE = ROOT.parent / "shared/fixtures/pabulib/poland_lodz_2022_zdrowie-mania.pb"
OPENERS = (1, 3)

MAKE_KEY = """async () => {
  const trustees = await import("/static/js/belenios/trustees.js");
  const places = [1, 2, 3].map((index) => ({ size: 3, threshold: 2, index }));
  const made = await Promise.all(places.map((place) => trustees.certify("proof", place)));
  const certs = made.map((one) => one.cert);
  const deals = await Promise.all(made.map((one) => trustees.deal(one.secrets, certs)));
  const finish = (one, i) => trustees.finish(one.secrets, certs, deals, deals.map((deal) => deal.sealed_shares[i]));
  const done = await Promise.all(made.map(finish));
  window.scrutineers = done.map((one) => one.secrets);
  return trustees.assemble(2, certs, deals, done.map((one) => one.verification_key));
}"""

SEAL = """async ({ raw, papers }) => {
  const { Crew } = await import("/static/js/belenios/crew.js");
  const { randomScalar } = await import("/static/js/belenios/group.js");
  const crew = new Crew(1);
  const sealed = [];
  for (const choices of papers) {
    sealed.push((await crew.ask("seal", { election: raw, secret: String(randomScalar()), choices: [choices] })).raw);
  }
  crew.stop();
  return sealed;
}"""

OPEN = """async ({ raw, ballots, index }) => {
  const { Crew } = await import("/static/js/belenios/crew.js");
  const { Election } = await import("/static/js/belenios/election.js");
  const crew = new Crew(2);
  const election = await Election.parse(raw);
  const { sum } = await crew.verifyBox(election, ballots);
  const partial = await crew.ask("partialDecrypt", { election: raw, sum, share: window.scrutineers[index - 1].share });
  crew.stop();
  return partial;
}"""


@dataclass(frozen=True)
class Proof:
    """totals: by option, as decrypted; archive: the record; seconds: sealing all, and opening by one device."""

    uuid: str
    totals: tuple[int, ...]
    archive: bytes
    seconds: tuple[float, float]


def proof(wanted: pabulib.Election, browser: Browser) -> Proof:
    """Cast, open and record an election through the browser's modules."""
    with served() as address:
        page = browser.new_page()
        page.goto(f"{address}/empty")
        trustees_raw: str = page.evaluate(MAKE_KEY)
        raw = election_of(wanted, trustees.joint_key(trustees_raw))
        width = range(len(wanted.options))
        papers = [[int(position in paper) for position in width] for paper in wanted.papers]
        start = time.perf_counter()
        ballots = sorted(page.evaluate(SEAL, {"raw": raw, "papers": papers}))
        sealed = time.perf_counter()
        box = {"raw": raw, "ballots": ballots}
        partials = {index: page.evaluate(OPEN, box | {"index": index}) for index in OPENERS}
        opened = time.perf_counter()
    seconds = (sealed - start, (opened - sealed) / len(OPENERS))
    return recorded(Election.parse(raw), trustees_raw, ballots, partials, seconds)


def election_of(wanted: pabulib.Election, key: str) -> str:
    """Return the election's exact text."""
    names = tuple(f"{n}. {option.name}"[:200] for n, option in enumerate(wanted.options, 1))
    question = Question(wanted.title[:200], names, 0, wanted.most)
    return build(new_uuid(), wanted.title[:200], "sha256:" + "0" * 64, [question], key)


def recorded(
    election: Election,
    trustees_raw: str,
    ballots: list[str],
    partials: dict[int, Any],
    seconds: tuple[float, float],
) -> Proof:
    """Combine the shares and write the archive."""
    sums = tally.add_up(election, ballots)
    keys = trustees.parse(trustees_raw).verification_keys
    factors = {
        index: tally.check_partial(election, sums, keys[index - 1], raw) for index, raw in partials.items()
    }
    counts = tally.combine(sums, factors, len(ballots))
    encrypted = tally.tally_raw(sums)
    found = record.Record(
        election=election.raw,
        trustees=trustees_raw,
        credentials=record.credentials_raw(sorted(credential_in(raw) for raw in ballots)),
        ballots=tuple(record.sort_ballots(ballots)),
        encrypted_tally=encrypted,
        sized_tally=tally.sized_raw(encrypted, len(ballots)),
        partials=tuple(partials.items()),
        result=tally.result_raw(counts),
    )
    return Proof(election.uuid, tuple(counts[0]), record.write(found, int(time.time())), seconds)


def ours_accepts(made: Proof) -> bool:
    """Have our own verifier check the archive and hold its counts against the totals."""
    checked = verify.verify_archive(made.archive, VerifierReport(io.StringIO()), processes=2)
    return tuple(checked.counts[0]) == made.totals


def first(wanted: pabulib.Election, papers: int) -> pabulib.Election:
    """Return the election with its first papers only; its published totals no longer apply."""
    options = tuple(replace(option, votes=None) for option in wanted.options)
    return replace(wanted, papers=wanted.papers[:papers], options=options)


def main(arguments: Sequence[str]) -> int:
    """Run the proof and print it; 0 only when totals and both programs agree."""
    file = Path(arguments[0]) if arguments else FILE
    wanted = pabulib.read(file)
    print(f"{wanted.title}: {len(wanted.papers)} ballots, {len(wanted.options)} options")
    with chromium() as browser:
        made = proof(wanted, browser)
    published = tuple(option.votes for option in wanted.options)
    print(f"sealed in {made.seconds[0]:.1f} s, opened by one device in {made.seconds[1]:.1f} s")
    print(f"decrypted {made.totals}\npublished {published}")
    verdicts = {
        "totals": made.totals == published,
        "ours": ours_accepts(made),
        "tool": accepts(made.archive, made.uuid),
    }
    print(f"totals equal: {verdicts['totals']}; our verifier: {verdicts['ours']}; belenios-tool: ", end="")
    print("NOT INSTALLED" if verdicts["tool"] is None else verdicts["tool"])
    return 0 if all(verdict is not False for verdict in verdicts.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
