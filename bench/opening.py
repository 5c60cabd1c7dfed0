"""What the machine takes of the way from a closed box to a signed count: 460 ballots, three scrutineers' devices, two open.

Run: .venv/bin/python -m bench.opening [NUMBER]
opening_browser_seconds, opening_laptop_seconds: the slowest of three devices, one after the other and each alone on the
machine, in Chromium and in the laptop program: every proof and token, both digests, the sample, the key file written
before each statement, the share, the shares of two combined, the rules, four signatures. The network, and what people
look at, type and say, are not in it. The ballots are as many as in bench.proof's file, with its 14 options and 0 to 5
choices. Every signature, share and count is held against what was voted before a row is written.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from bench import report
from tests.belenios import factories
from tests.belenios.factories import Parts
from tests.belenios.opening_factories import answers_of, desk, key_file, on_print, sent, serving, tokens_raw
from tests.browser import chromium
from tests.js.serve import served
from voting.belenios import ballot_rules, blindrsa, checks, scrutineer_opening, statements, tally
from voting.belenios.canonical import dump
from voting.belenios.desk import KeyStore

NUMBER, OPTIONS, SEATS = 460, 14, 5
SIZE, OPENERS = 3, (1, 3)
IN_A_BROWSER, AT_A_LAPTOP = 20.0, 10.0
ASKED = 6
UNLOCKS_WITH = "of a scrutineer, long enough"

OPEN = """async ({ uuid, papers, tokens, secrets, told, passphrase }) => {
  const at = (name) => import(`/static/js/belenios/${name}.js`);
  const { Crew } = await at("crew");
  const [opening, said, sample, { sealKeyFile }] = await Promise.all([at("opening"), at("said"), at("sample"), at("keyfile")]);
  const began = performance.now();
  const crew = new Crew(4);
  const found = await opening.expectPapers(secrets, papers);
  opening.expectTold(found, told);
  const { sum, credentials } = await crew.verifyBox(found.election, found.ballots);
  await crew.ask("expectTokens", { uuid, issuer: found.issuer, credentials, tokens: opening.parseTokens(tokens) });
  const statements = [];
  const keep = async (next) => {
    await sealKeyFile(next, passphrase);
    secrets = next;
  };
  const state = async (next, text) => {
    await keep(next);
    statements.push(await opening.stated(secrets, text));
  };
  const roll = opening.rollText(uuid, found.roll);
  await state(said.withRoll(secrets, uuid, roll), roll);
  let counted = sample.begun(found.roll.drawn.length, found.ballots.length);
  for (const _name of sample.inOrderOfChance(found.roll.drawn)) {
    if (sample.verdictOf(counted) === "more") counted = sample.after(counted, "there");
  }
  const sampled = opening.sampleText(uuid, found.digest, found.roll, counted);
  await state(said.withSample(secrets, uuid, sampled), sampled);
  await keep(said.withDigest(secrets, uuid, found.digest));
  const partial = await crew.ask("partialDecrypt", { election: found.election.raw, sum, share: secrets.share });
  window.device = { crew, found, sum, state, statements, secretsNow: () => secrets };
  return { partial, seconds: (performance.now() - began) / 1000 };
}"""

COUNT = """async ({ uuid, partials, present, served }) => {
  const [outcome, said, opening] = await Promise.all(["outcome", "said", "opening"].map((name) => import(`/static/js/belenios/${name}.js`)));
  const { crew, found, sum, state, statements, secretsNow } = window.device;
  const began = performance.now();
  const { publicKeys, threshold } = found.trustees;
  const { election, ballots, rules } = found;
  const counts = await crew.ask("count", { election: election.raw, sum, publicKeys, threshold, ballots: ballots.length, partials });
  const bound = outcome.boundOf(served);
  const text = outcome.written(rules, {
    uuid, rules: found.rulesDigest, digest: found.digest, roll: found.roll.digest, ...bound, due: rules.due, present,
    issued: found.roll.drawn.length, cast: ballots.length, counts, paper: null, by_presidium: [],
  });
  await state(await said.withOutcome(secretsNow(), uuid, bound, text), opening.outcomeText(uuid, text));
  crew.stop();
  return { statements, seconds: (performance.now() - began) / 1000 };
}"""


@dataclass(frozen=True)
class Opened:
    """What came of one device. seconds: of the machine; statements: as they were sent; partial: its share."""

    index: int
    seconds: float
    statements: list[dict[str, Any]]
    partial: str


def closed_box(number: int) -> Parts:
    """Return a ballot with so many sealed ballots, from the rules to the outcome; one who is due did not draw."""
    rules = factories.make_rules("choose", OPTIONS, due=number + 1, seats=SEATS)
    return factories.count(rules, factories.seal_many(factories.election_of(rules), number)[0])


def in_browser(parts: Parts, browser: Browser) -> list[Opened]:
    """Let three devices in a browser check, lend and count, one after the other."""
    uuid, raws = parts.rules.uuid, list(parts.record.ballots)
    papers = {
        "election": parts.election.raw,
        "rules": ballot_rules.write(parts.rules),
        "trustees": factories.ceremony().record.raw,
        "issuer": dump(blindrsa.issuer_json(parts.rules.issuer)),
        "sealed": dump(raws),
        "roll": factories.roll_raw(parts.rules, parts.register.issued),
    }
    digest, present = parts.claim.digest, parts.claim.figures.present
    told = {"digest": digest, "count": len(raws), "names": parts.register.issued, "present": present}
    given = {"uuid": uuid, "papers": papers, "tokens": tokens_raw(uuid, raws), "told": told}
    seats = range(1, SIZE + 1)
    with served() as address:
        pages = [browser.new_page() for _ in seats]
        for page in pages:
            page.goto(f"{address}/empty")
        opened = [
            page.evaluate(OPEN, given | {"secrets": secrets_of(index), "passphrase": UNLOCKS_WITH})
            for index, page in zip(seats, pages, strict=True)
        ]
        partials = [{"index": index, "partial": opened[index - 1]["partial"]} for index in OPENERS]
        counting = {"uuid": uuid, "partials": partials, "present": present}
        counted = [
            page.evaluate(COUNT, counting | {"served": factories.outcome_text(parts)}) for page in pages
        ]
    return [
        Opened(index, one["seconds"] + other["seconds"], other["statements"], one["partial"])
        for index, one, other in zip(seats, opened, counted, strict=True)
    ]


def secrets_of(index: int) -> dict[str, object]:
    """Return a scrutineer's key as a browser's key file holds it."""
    file = key_file(index)
    keys = {"signing": str(file.keys.signing), "decryption": str(file.keys.decryption)}
    return {
        "ceremony": file.ceremony,
        "index": index,
        **keys,
        "share": str(file.share),
        "digests": {},
        "said": {},
    }


def at_laptop(parts: Parts, index: int) -> Opened:
    """Let one laptop do both of its commands."""
    uuid, present = parts.rules.uuid, parts.claim.figures.present
    relay = serving(parts=parts)
    with tempfile.TemporaryDirectory() as folder:
        store = KeyStore(Path(folder) / "one.key", UNLOCKS_WITH)
        store.save(key_file(index))
        says = desk(*on_print(parts, present=present), *answers_of("1" * ASKED))
        began = time.perf_counter()
        scrutineer_opening.open_ballot(relay, uuid, store, says, checks.cores())
        scrutineer_opening.sign_outcome(relay, uuid, store, desk(str(present), ""))
        seconds = time.perf_counter() - began
    return Opened(index, seconds, sent(relay, "statement"), sent(relay, "share")[0]["partial"])


def expect_honest(parts: Parts, opened: Sequence[Opened]) -> None:
    """Hold every signature and share against the key, and every text against what was voted. Errors: Refused, SystemExit."""
    keys = factories.ceremony().record
    sums = tally.add_up(parts.election, parts.record.ballots)
    roll, sampled = f"{parts.register.roll_digest}|{parts.register.issued}", f"{ASKED}|0|0|passed"
    uuid, box = parts.rules.uuid, parts.claim.digest
    wanted = [
        f"roll|{uuid}|{roll}",
        f"sample|{uuid}|{box}|{roll}|{sampled}",
        f"outcome|{uuid}|{factories.outcome_text(parts)}",
    ]
    for one in opened:
        if [said["text"] for said in one.statements] != wanted:
            raise SystemExit(f"the device of seat {one.index} said something else")
        for said in one.statements:
            statements.check_message(keys, one.index, said["text"], said["signature"])
        tally.check_partial(parts.election, sums, keys.verification_keys[one.index - 1], one.partial)


def main(number: int) -> None:
    """Measure both kinds of device and write the rows."""
    parts = closed_box(number)
    with chromium() as browser:
        browsers = in_browser(parts, browser)
    laptops = [at_laptop(parts, index) for index in range(1, SIZE + 1)]
    rows = {}
    for name, opened, target in (
        ("opening_browser_seconds", browsers, IN_A_BROWSER),
        ("opening_laptop_seconds", laptops, AT_A_LAPTOP),
    ):
        expect_honest(parts, opened)
        each = ", ".join(f"{one.seconds:.1f}" for one in opened)
        peer = (
            f"{number} ballots of {OPTIONS} options; three devices on the same 2 cores, one by one: {each} s"
        )
        rows[name] = report.Row(round(max(one.seconds for one in opened), 2), "s", target, "lower", peer)
        print(report.line(name, rows[name]))
    if number == NUMBER:
        report.write(rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER)
