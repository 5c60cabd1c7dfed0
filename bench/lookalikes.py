"""One suggestion against all others of a place, the inbox and its search: 10,000 and 100,000 of them, on both databases.

Run: .venv/bin/python -m bench.lookalikes [--sqlite] [SIZE …]. The reserve is made of villages, matters and people's ways to
say them, the pairs of lookalike_pairs.txt among them; a process of its own asks, so that its first answer and its memory
are those of a web process. `lookalike_found`, `lookalike_wrong`: of 30 pairs that nobody looked at while words were chosen,
asked through the index among 10,000 others.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, text

from bench.lookalike_pairs import PAIRS, Pair, Text
from bench.report import Row, write
from config import Settings
from tests.factories import account, place, sign_in
from tests.postgres import PostgresServer
from voting.app import create_app
from voting.congress.place.queries import place_of
from voting.core.clock import now
from voting.core.db import Table, db, transaction
from voting.people.rules import Place, Role
from voting.screening.call.actions import NewCall, open_call, revise_call
from voting.screening.likeness.facts import look_alikes
from voting.screening.likeness.index import INDEXED
from voting.screening.likeness.index import write as write_index
from voting.screening.likeness.rules import Relation
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState
from voting.screening.words import Channel, Source

SIZES = {10_000: 50.0, 100_000: 300.0}
SEARCHES = 30
AT_ONCE = 500
SEED = 20260915
YEAR = 2027
CODE = "140900"
PAGE_MS, FIRST_MS, MORE_MB = 100.0, 1000.0, 50.0
HEADS = "东西南北上下大小前后新老"
NAMES = "张王李赵郝温田郭刘高庄营关寨沟坡岭河湾堡"
MATTERS = (
    ("安装路灯", "晚上一片漆黑，老人孩子出门摔过跤，希望尽快解决。"),
    ("硬化村里的路", "下雨全是泥，车进不来，庄稼拉不出去。"),
    ("解决吃水困难", "水管年年冻裂，三天两头断水，要去井里挑。"),
    ("建老年食堂", "子女都在外地，老人中午没有热饭吃。"),
    ("清运生活垃圾", "垃圾堆在河边，夏天臭得很，没有人管。"),
    ("增加班车", "一天只有两趟，误了就回不来，看病赶集都难。"),
    ("派一名村医", "卫生室关了两年，老人拿药要跑到镇上。"),
    ("修文化广场", "没有跳舞健身的地方，请配几件器材。"),
    ("疏通下水道", "一下雨污水倒灌进院子，管子太细。"),
    ("建停车场", "车没处停，都停在路边，消防车进不来。"),
)


def texts(size: int, chance: random.Random) -> Iterator[Text]:
    """Yield so many (title, content, place), those of the pairs first; every text has some signs of its own."""
    for pair in PAIRS:
        yield pair.one
        yield pair.other
    for _ in range(size - 2 * len(PAIRS)):
        village = f"{chance.choice(HEADS)}{chance.choice(NAMES)}{chance.choice(NAMES)}村"
        title, content = chance.choice(MATTERS)
        own = "".join(chr(chance.randrange(0x4E00, 0x5E00)) for _ in range(8))
        yield f"{village}{title}", f"{content}{own}", village


def fill(size: int) -> None:
    """Make a place with a clerk, a call and so many suggestions."""
    at = place()
    clerk = account(at, Role.STAFF)
    with transaction():
        call = NewCall(
            jurisdiction_id=at.id, year=YEAR, notice="公告", opens_on=now().date(), closes_on=now().date(),
            contact="办公室", channels=(Channel.ONLINE,),
        )  # fmt: skip
        revise_call(clerk, call)
        open_call(clerk, jurisdiction_id=at.id, year=YEAR)
    stored: dict[str, Any] = {
        "jurisdiction_id": at.id, "year": YEAR, "source": Source.RESIDENT, "channel": Channel.ONLINE, "submitted_at": now(),
        "reason": "", "scale": "", "finish": "", "funding": "", "implementer": "", "origin_name": "",
        "state": SuggestionState.SUBMITTED, "answer": "", "version": 1,
    }  # fmt: skip
    with transaction():
        connection = db.session.connection()
        numbered = enumerate(texts(size, random.Random(SEED)), 1)  # no secrets
        while some := list(islice(numbered, AT_ONCE)):
            rows = [stored | row_of(key, one) for key, one in some]
            connection.execute(insert(Suggestion), rows)
            write_index(connection, [(at.id, row["id"], [row[name] for name in INDEXED]) for row in rows])
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))
        db.session.commit()


def row_of(key: int, one: Text) -> dict[str, Any]:
    """Return what is a suggestion's own."""
    title, content, village = one
    own = {"title": title, "content": content, "place": village}
    return own | {"id": key, "nonce": f"{key:032x}", "number": f"27-{key:05X}-{key % 9973:05d}"}


def app_on(url: str, folder: str) -> Flask:
    settings = Settings(
        secret_key="x" * 32, database_url=url, data=Path(folder) / "data", demonstration=True, behind_tls=False,
        testing=True, argon2_memory_kib=64, verifiers=1,
    )  # fmt: skip
    return create_app(settings)


def milliseconds(act: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    act()
    return 1000 * (clock() - began)


def resident_mb() -> float:
    """Return how much memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def verdict_on(at: Place, pair: Pair) -> Relation | None:
    """Return what is said of the other of a pair to who asks with the one; None: it is not shown at all."""
    likes = look_alikes(at, *pair.one)
    said = (
        like.how.verdict for like in likes if (like.row.title, like.row.content, like.row.place) == pair.other
    )
    return next(said, None)


def ask(url: str, folder: str, size: int) -> dict[str, float]:
    """Measure in this process, which has asked nothing yet."""
    app = app_on(url, folder)
    found: dict[str, float] = {}
    with app.app_context():
        at = place_of(CODE)
        assert at is not None
        sample = random.Random(SEED + 1).sample(list(texts(size, random.Random(SEED))), SEARCHES)
        before = resident_mb()
        found["first"] = milliseconds(lambda: look_alikes(at, *sample[0]))
        spent = [milliseconds(lambda one=one: look_alikes(at, *one)) for one in sample]  # type: ignore[misc]
        began = time.process_time()
        for one in sample:
            look_alikes(at, *one)
        found["cpu"] = 1000 * (time.process_time() - began) / SEARCHES
        found["median"], found["slowest"] = statistics.median(spent), max(spent)
        judged = [(pair, verdict_on(at, pair)) for pair in PAIRS if pair.part == "unseen"]
        found["found"] = sum(pair.verdict == "same" and verdict is Relation.SAME for pair, verdict in judged)
        found["wrong"] = sum(pair.verdict != "same" and verdict is Relation.SAME for pair, verdict in judged)
        clerk = account(at, Role.STAFF, login="asks")
        browser = sign_in(app.test_client(), clerk)
        for name, query in (
            ("inbox", ""),
            ("search", "?q=路灯"),
            ("search_long", "?q=一片漆黑 张"),
            ("search_rare", "?q=石家庄村"),
        ):
            url_of = f"/j/{CODE}/screening/suggestions{query}"
            browser.get(url_of)
            found[name] = milliseconds(lambda url_of=url_of: browser.get(url_of), time.process_time)  # type: ignore[misc]
            found[f"{name}_wall"] = milliseconds(lambda url_of=url_of: browser.get(url_of))  # type: ignore[misc]
        found["desk_wall"] = milliseconds(lambda: browser.get(f"/j/{CODE}/screening/merge"))
        found["more_mb"] = resident_mb() - before
    app.extensions["verifiers"].stop()
    return found


@contextmanager
def databases(*, both: bool) -> Iterator[dict[str, Callable[[str, int], str]]]:
    """Yield for each kind of database what gives the address of an empty one."""
    kinds: dict[str, Callable[[str, int], str]] = {
        "sqlite": lambda folder, _size: f"sqlite:///{folder}/service.db"
    }
    if not both:
        yield kinds
        return
    with PostgresServer() as server:

        def made(_folder: str, size: int) -> str:
            server.create(f"reserve{size}")
            return server.url(f"reserve{size}")

        yield kinds | {"postgresql": made}


def measure(kind: str, size: int, address: Callable[[str, int], str]) -> dict[str, Row]:
    with tempfile.TemporaryDirectory() as folder:
        url = address(folder, size)
        app = app_on(url, folder)
        with app.app_context():
            Table.metadata.create_all(db.engine)
            began = time.perf_counter()
            fill(size)
            db.session.remove()
            db.engine.dispose()
        print(f"{kind} {size}: stored and indexed in {time.perf_counter() - began:.0f} s", flush=True)
        app.extensions["verifiers"].stop()
        asked = [sys.executable, "-m", "bench.lookalikes", "--ask", url, folder, str(size)]
        answer = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    found = json.loads(answer.splitlines()[-1])
    print({name: round(value, 1) for name, value in found.items()})
    return rows_of(f"{kind}_{size}", size, found)


def rows_of(name: str, size: int, found: dict[str, float]) -> dict[str, Row]:
    cpu = "CPU of the web process, the whole page"
    return {
        f"lookalike_{name}_ms": Row(found["median"], "ms", SIZES.get(size, 0.0), "lower", f"median of {SEARCHES} searches"),
        f"lookalike_cpu_{name}_ms": Row(
            found["cpu"], "ms", SIZES.get(size, 0.0), "lower", "CPU of the web process, a search"
        ),
        f"lookalike_first_{name}_ms": Row(found["first"], "ms", FIRST_MS, "lower", "first of a fresh process"),
        f"lookalike_memory_{name}": Row(found["more_mb"], "MB", MORE_MB, "lower", "more in the web process"),
        f"inbox_{name}_ms": Row(found["inbox"], "ms", PAGE_MS, "lower", cpu),
        f"search_{name}_ms": Row(max(found[key] for key in ("search", "search_long", "search_rare")), "ms", PAGE_MS, "lower", cpu),
        f"lookalike_found_{name}": Row(found["found"], "of 30", 15, "higher", "the same in other words, unseen pairs"),
        f"lookalike_wrong_{name}": Row(found["wrong"], "of 30", 4, "lower", "called the same and are not, unseen pairs"),
    }  # fmt: skip


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--ask"]:
        print(json.dumps(ask(arguments[1], arguments[2], int(arguments[3]))))
        return
    sizes = [int(one) for one in arguments if one.isdigit()] or list(SIZES)
    with databases(both="--sqlite" not in arguments) as kinds:
        for kind, address in kinds.items():
            for size in sizes:
                write(measure(kind, size, address))


if __name__ == "__main__":
    main(sys.argv[1:])
