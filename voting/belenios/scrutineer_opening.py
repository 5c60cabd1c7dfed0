"""The opening at a scrutineer's laptop, in Chinese: check, sign the roll, sample, lend the share; later count and sign.

Asks and says through a desk; what must hold is decided in opening.py, opening_box.py and sample.py.
"""

from __future__ import annotations

from voting.belenios import ballot_rules, opening, opening_box, sample
from voting.belenios.desk import Desk, KeyStore
from voting.belenios.errors import Malformed, Refused, need
from voting.belenios.keyfile import KeyFile
from voting.belenios.opening_box import Box
from voting.belenios.outcome import PaperCount
from voting.belenios.remote import Server, Unavailable
from voting.belenios.report import legible
from voting.belenios.roll import RollName
from voting.belenios.sample import SampleAnswer, SampleCount, SampleVerdict

PAUSE_SECONDS = 3
CONFLICT = 409  # not yet
A_ROW = 6  # receipts
ANSWERS = {
    "1": (SampleAnswer.THERE, "在"),
    "2": (SampleAnswer.GONE, "不在"),
    "3": (SampleAnswer.UNCAST, "未投"),
    "4": (SampleAnswer.REFUSED, "拒绝或离席"),
    "5": (SampleAnswer.UNKNOWN, "不认识、未报到或者否认领票"),
}
VERDICTS = {
    SampleVerdict.PASSED: "通过",
    SampleVerdict.FAILED: "没有通过：本次票决应当宣布作废，重新票决",
    SampleVerdict.STOPPED: "中止：本次票决应当宣布作废，重新票决",
}


def fetch(server: Server, uuid: str) -> opening_box.Fetched:
    """Fetch the documents of a closed ballot. Errors: Unavailable."""
    names = ("rules", "election", "trustees", "issuer", "sealed", "tokens", "roll")
    return opening_box.Fetched(uuid, *(server.get(f"/ballots/{uuid}/{name}.json") for name in names))


def open_ballot(server: Server, uuid: str, store: KeyStore, desk: Desk, processes: int = 1) -> None:
    """Check the box against print, sign the roll, sample, and lend the share. May be stopped and started again."""
    file = store.load()
    box = opening_box.check_box(
        file,
        fetch(server, uuid),
        _printed(desk),
        processes,
        lambda done, of: desk.say(f"  已核验 {done} / {of} 张"),
    )
    desk.say(f"{len(box.ballots)} 张选票和凭证全部核验无误；领票名册 {box.roll.names} 人。")
    kept, text = opening.say_roll(file, box)
    file = store.save(kept)
    _post(server, file, box, text)
    file = _sampled(server, box, file, store, desk)
    file = store.save(opening.remember_box(file, box))  # before the share is used
    body: dict[str, object] = {"digest": box.digest, "partial": opening.lend(file, box)}
    server.post(f"/ballots/{uuid}/share", body)
    desk.say("开箱份额已经送出。等够人数以后，用 outcome 命令核算并签署结果。")


def _post(server: Server, file: KeyFile, box: Box, text: str) -> None:
    server.post(f"/ballots/{box.uuid}/statement", {"text": text, "signature": opening.sign(file, text)})


def _printed(desk: Desk) -> opening_box.Printed:
    desk.say("请照打印的封箱单（或者另一位监票人的设备）填写，不要照抄本机。")
    least = opening_box.LEAST_TYPED
    return opening_box.Printed(
        digest=desk.ask(f"票箱校验码，至少前 {least} 位："),
        ballots=_number(desk, "票箱中的票数："),
        names=_number(desk, "领票名册人数（领取电子票的）："),
        present=_number(desk, "实到人数："),
    )


def _number(desk: Desk, question: str) -> int:
    while True:
        try:
            return sample.parse_number(desk.ask(question).strip())
        except Malformed:
            desk.say("请只填数字。")


# ------------------------------------------------------------------------------------------------ 抽验回执


def _sampled(server: Server, box: Box, file: KeyFile, store: KeyStore, desk: Desk) -> KeyFile:
    """Sample, unless this device has done so; send what came of it. Errors: DoesNotHold unless it passed."""
    text = file.said_of(box.uuid).sample
    if not text:
        counted = _hold(box, desk)
        kept, text = opening.say_sample(file, box, counted)
        file = store.save(kept)
        desk.say(
            f"抽验回执{VERDICTS[counted.verdict]}（在 {counted.there}，不在或拒绝 {counted.missed}，未投 {counted.uncast}）。"
        )
    _post(server, file, box, text)
    need(opening.has_passed(file, box), "抽验回执没有通过，钥匙不能使用，请立即报告总监票人")
    return file


def _hold(box: Box, desk: Desk) -> SampleCount:
    desk.say(
        "抽验回执：本机自己抽取姓名。被抽到的代表独自在本机前查看名单，只说“在”或者“不在”；不录入、不保存任何回执。"
    )
    shown = box.receipts()
    for start in range(0, len(shown), A_ROW):
        desk.say("  ".join(f"{one[:5]} {one[5:]}" for one in shown[start : start + A_ROW]))
    order = sample.in_order_of_chance(box.roll.drawn)
    start_count = SampleCount(box.roll.names, len(box.ballots))
    return sample.hold(start_count, order, lambda name: _answer(box, name, desk))


def _answer(box: Box, name: RollName, desk: Desk) -> SampleAnswer:
    desk.say(legible(f"请 {name.delegation} {name.number} 号 {name.name} 代表。"))
    choices = "  ".join(f"{key} {word}" for key, (_, word) in ANSWERS.items())
    while True:
        answer, word = ANSWERS.get(desk.ask(f"{choices}：").strip(), (None, ""))
        if answer is SampleAnswer.GONE and _proven(box, desk):
            return SampleAnswer.PROVEN
        if answer is not None and desk.ask(f"记为“{word}”，对吗？（y 对）").strip().lower() == "y":
            return answer


def _proven(box: Box, desk: Desk) -> bool:
    """Ask who misses his ballot for his receipt; tell whether it is signed, and its ballot is not in the box."""
    shown = desk.ask("请扫描或粘贴他的签名回执（没有就直接按回车）：").strip()
    if not shown:
        return False
    try:
        gone = opening.proves_a_loss(box, shown)
    except Refused as refused:
        desk.say(legible(f"这不是本次票决的有效回执（{refused.reason}）。"))
        return False
    desk.say("回执的签名有效，而票箱里没有这张票。" if gone else "这张回执的票就在票箱里，请再看一遍名单。")
    return gone


# ------------------------------------------------------------------------------------------------ the count


def sign_outcome(server: Server, uuid: str, store: KeyStore, desk: Desk) -> None:
    """Combine the shares, apply the rules to what this device counted, and sign its own text where the server has the same."""
    file = store.load()
    box = opening_box.recognise_box(file, fetch(server, uuid))
    counts = opening.add_partials(box, _awaited(server, f"/ballots/{uuid}/partials.json", desk))
    _tell_counts(box, counts, desk)
    typed = _typed(box, counts, desk)
    served = _awaited(server, f"/ballots/{uuid}/outcome.json", desk)
    text = opening.write_outcome(box, counts, typed, served)
    kept, statement = opening.say_outcome(file, box, text)
    file = store.save(kept)
    _post(server, file, box, statement)
    desk.say("本机独立算出的结果与公布的完全相同，已经签署。")


def _awaited(server: Server, path: str, desk: Desk) -> str:
    """Fetch what comes only later. Errors: Unavailable for anything but "not yet"."""
    told = False
    while True:
        try:
            return server.get(path)
        except Unavailable as unavailable:
            if unavailable.status != CONFLICT:
                raise
            if not told:
                desk.say(legible(f"请稍候：{unavailable.reason}"))
            told = True
            desk.wait(PAUSE_SECONDS)


def _tell_counts(box: Box, counts: list[list[int]], desk: Desk) -> None:
    desk.say("本机算出的电子票数：")
    columns = [[one] for one in counts[0]] if box.rules.kind == ballot_rules.CHOOSE else counts
    for candidate, column in zip(box.rules.candidates, columns, strict=True):
        desk.say(legible(f"  {candidate.ordinal}. {candidate.title}：{' / '.join(map(str, column))}"))


def _typed(box: Box, counts: list[list[int]], desk: Desk) -> opening.Typed:
    """Ask for what no device can compute, from the signed sheets. Errors: Malformed, DoesNotHold."""
    desk.say("下面的数字照已签字的单据填写，公开记录会注明是录入的。")
    typed = opening.Typed(present=_number(desk, "实到人数："), paper=_paper(box, desk))
    decided = opening.decide(box, counts, typed)
    if not decided.tied or box.rules.values["tie_rule"] != "presidium" or decided.void:
        return typed
    named = desk.ask(f"得票相等的 {list(decided.tied)} 中，主席团决定列入的序号（空格分开）：").split()
    ordinals = tuple(sorted(sample.parse_number(one) for one in named))
    return opening.Typed(typed.present, typed.paper, ordinals)


def _paper(box: Box, desk: Desk) -> PaperCount | None:
    if not box.roll.paper and desk.ask("有点算过的纸质票吗？（y 有）").strip().lower() != "y":
        return None
    issued, collected, valid = (_number(desk, f"纸质票{word}：") for word in ("发出", "收回", "有效"))
    desk.say("逐个项目填写纸质票数，几个数字之间用空格分开。")
    columns = [_column(desk, f"  {one.ordinal}. {one.title}：") for one in box.rules.candidates]
    if box.rules.kind == ballot_rules.CHOOSE:
        columns = [tuple(number for column in columns for number in column)]
    return PaperCount(issued, collected, valid, tuple(columns), len(box.roll.paper))


def _column(desk: Desk, question: str) -> tuple[int, ...]:
    while True:
        try:
            return tuple(sample.parse_number(one) for one in desk.ask(legible(question)).split())
        except Malformed:
            desk.say("请只填数字。")
