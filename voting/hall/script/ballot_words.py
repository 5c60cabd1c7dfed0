"""What the chair says of a ballot: its order, figures, count, result, what must follow, proclamation. Pure.

Source: 《选举法》 arts. 43 to 45 by analogy, 《地方组织法》 art. 29; the ballot's own rules; the order is practice.
"""

from __future__ import annotations

from dataclasses import replace

from voting.belenios.sample import FIRST
from voting.hall.script.draw_words import issued
from voting.hall.script.known import (
    BLANK,
    Hands,
    Heads,
    Known,
    Lines,
    ResultLine,
    SpokenResult,
    cue,
    figure,
    say,
)
from voting.hall.script.plenary_words import decided, put, quorum_missed, rest, resume

DEFERRAL = "没有完成的票决留待下次会议举行"
SECOND_ROUND = "根据票决办法，就未通过的项目另行票决。"


def order(known: Known) -> Lines:
    vote = known.vote
    asked = f"候选项目共 {figure(vote.candidates)} 项"
    if not vote.evaluates:
        asked += f"，应选 {figure(vote.seats)} 项"
    return (
        *say(f"现在进行{vote.title}。{asked}，由{known.presidium}提请{known.sitting}{vote.verb}。"),
        cue("工作人员生成选票"),
    )


def reconcile(known: Known) -> Lines:
    """Tell 发出 and 收回: no more came back than went out, and the vote is valid (选举法 art. 44)."""
    vote, figures = known.vote, known.vote.figures
    back = returned(known)
    told = f"现在报告发出、收回票数。{vote.title}，{issued(vote)}，{back}。"
    if figures is not None and vote.closed and figures.cast > figures.tokens:
        return say(told + f"收回的票数多于发出的票数，{vote.what}无效，应当重新{vote.verb}。")
    if vote.paper_uncounted:
        return (*say(told), cue("纸质票清点以后读：收回的票数不多于发出的票数，" + f"{vote.what}有效"))
    return say(told + f"收回的票数不多于发出的票数，{vote.what}有效。")


def returned(known: Known) -> str:
    """Return 收回 as far as it is known: paper is counted by the tellers."""
    vote, figures = known.vote, known.vote.figures
    if vote.result is not None:
        return f"收回 {vote.result.returned} 张"
    if figures is None or not vote.closed:
        return f"收回 {BLANK} 张"
    if figures.papers:
        return f"收回电子票 {figures.cast} 张，纸质票 {BLANK} 张"
    return f"收回 {figures.cast} 张"


def consent(known: Known) -> Lines:
    """Ask two persons to accept that a channel has few ballots; a default of the program."""
    rules = known.vote.rules
    few = figure(rules.small_channel_limit if rules else None)
    means = "纸质票（或电子票）" if known.vote.on_paper else "电子票"
    return (
        *say(
            f"{means}不足 {few} 张，分开计的票数可能显示个人的选择。"
            "请监票人、工作人员或者执行主席中的两人同意以后，再抽验、开箱。"
        ),
        cue("两人在计票室记录同意"),
    )


def looked_up(known: Known) -> str:
    """Say about how many receipts will be looked up: by each device the first names of its sample, all where fewer voted."""
    vote, figures = known.vote, known.vote.figures
    cast = figures.cast if figures is not None and vote.closed else None
    each = FIRST if cast is None else min(FIRST, cast)
    devices = f"{vote.rules.key_holders} 台设备" if vote.rules else "每台设备"
    told = f"{devices}各自抽取，每台约 {each} 份回执"
    if cast is None:
        return f"{told}；投票的不足 {FIRST} 人时，逐人核对。"
    return f"{told}，投票的有 {cast} 人" + (
        "，逐人核对。" if each == cast else "；有人说不在时，再多抽几人。"
    )


def sample(known: Known) -> Lines:
    """Say how names are drawn from the roll; each looks for his receipt in the list of the box and says 在 or 不在."""
    return (
        *say(
            f"现在抽验回执。{looked_up(known)}"
            "监票人的设备从领票名册中随机抽取姓名，请被抽到的"
            f"{known.who}依次到监票人的设备前，独自查看票箱清单上有没有本人的回执，只回答“在”或者“不在”；"
            "领票以后没有投票的，请说明没有投票。请不要读出、出示回执。"
        ),
        cue("监票人报告抽验结果"),
        *say("抽验结束，没有发现问题，可以开箱。"),
        cue("没有通过的，改读：抽验没有通过，票箱不能打开，本次投票无效，应当重新进行"),
    )


def unseal(known: Known) -> Lines:
    rules = known.vote.rules
    enough = f"开箱须有 {rules.key_threshold} 名持有钥匙的监票人到场。" if rules else ""
    return (*say(f"现在开箱。请监票人到计票室，用各自的钥匙打开票箱。{enough}"), cue("监票人开箱"))


def count(known: Known) -> Lines:
    paper = "清点纸质票，与电子票合并计算。" if known.vote.on_paper else ""
    return (
        *say(f"请计票人计票，监票人监督。{paper}计票期间，请{known.everybody}在会场等候。"),
        cue("需要休会的，宣布休会"),
    )


def sign(_known: Known) -> Lines:
    return (*say("请总监票人、监票人、计票人核对计票结果，并签字。"), cue("签署完毕，计票结果报告单送主席团"))


def confirm(known: Known) -> Lines:
    return (
        *say(f"请总监票人向{known.presidium}报告计票结果。"),
        cue("主席团成员听取报告"),
        *say(f"{known.presidium}各位成员对计票结果有没有意见？"),
        cue("没有意见"),
        *say(f"{known.presidium}确认：{known.vote.title}计票结果有效。"),
    )


def declare(known: Known) -> Lines:
    """Read the confirmed result, project by project, then those that passed by their numbers."""
    vote, found = known.vote, known.vote.result
    top = f"现在宣布{vote.title}结果，计票结果已经{known.presidium}确认有效。"
    if found is None:
        chosen = "" if vote.evaluates else f"获得通过的是第 {BLANK} 项，共 {BLANK} 项。"
        return (
            *say(top + f"发出票 {BLANK} 张，收回 {BLANK} 张，有效票 {BLANK} 张。"),
            cue("逐项宣读结果"),
            *say(chosen),
        )
    if found.void:
        return say(top + f"{vote.what}无效：{found.void}。应当重新{vote.verb}。")
    figures = f"发出票 {found.issued} 张，收回 {found.returned} 张，有效票 {found.valid} 张。"
    if (
        vote.figures is not None and vote.figures.papers
    ):  # at the close the tellers had not counted it, so nobody has said it yet
        figures += f"收回的票数不多于发出的票数，{vote.what}有效。"
    return say(
        top + figures, *(result_line(line) for line in found.lines), passed(known, found), edge(known, found)
    )


def result_line(line: ResultLine) -> str:
    votes = "，".join(f"{word} {n} 票" for word, n in line.votes)
    return f"第 {line.ordinal} 项，{line.title}：" + (f"{votes}，" if votes else "") + f"{line.said}。"


def passed(known: Known, found: SpokenResult) -> str:
    """Return which projects passed, by their numbers on the ballot."""
    if known.vote.evaluates:
        return ""
    if not found.chosen:
        return "没有项目获得通过。"
    return f"获得通过的是{numbers(found.chosen)}，共 {len(found.chosen)} 项，列为{known.year}年民生实事项目。"


def numbers(ordinals: tuple[int, ...]) -> str:
    return "第 " + "、".join(str(n) for n in ordinals) + " 项"


def edge(known: Known, found: SpokenResult) -> str:
    """Return what is said of a tie at the last place, or of places that nobody reached."""
    if found.tied:
        return tie(numbers(found.tied), found.places)
    return shortfall(found.vacant) if found.vacant and not known.vote.evaluates else ""


def tie(projects: str, places: int | None) -> str:
    return f"{projects}得票相等，应选名额还有 {figure(places)} 项，不能确定。"


def shortfall(vacant: int | None) -> str:
    return f"通过的项目少于应选数量，名额空缺 {figure(vacant)} 项。"


def further(known: Known) -> Lines:
    """Say what must be voted on again, in this session or the next (选举法 art. 45, 组织法 art. 29)."""
    vote, found = known.vote, known.vote.result
    if found is None or found.void:
        return again(known, f"根据票决办法，应当重新{vote.verb}。")
    if found.tied:
        return again(known, edge(known, found) + among(numbers(found.tied)))
    return again(known, edge(known, found) + SECOND_ROUND)


def among(projects: str) -> str:
    return f"根据票决办法，就{projects}再次票决，以得票多的通过。"


def again(known: Known, why: str) -> Lines:
    """Say why a vote follows; where it waits for the next session, the congress decides so by hands."""
    return (
        *say(why),
        cue("在本次会议举行的，接着领票、投票；留待下次会议的，改读下面的话"),
        *say(f"{known.presidium}建议，{DEFERRAL}。{known.everybody}有没有意见？"),
        *put(known, "这个建议"),
    )


def in_reserve(known: Known) -> tuple[tuple[str, Lines], ...]:
    """Return what is said if something does not go as planned, by its occasion."""
    few = replace(known, heads=Heads(due=known.heads.due, quorum=known.heads.quorum))
    return (
        ("人数不足法定人数", quorum_missed(few)),
        ("表决未通过", decided(known, Hands("这一事项", carried=False))),
        ("末位得票相等", again(known, tie(f"第 {BLANK} 项", None) + among("上述项目"))),
        ("通过的项目不足应选数量", again(known, shortfall(None) + SECOND_ROUND)),
        ("票决无效", say(f"{known.vote.what}无效，原因是{BLANK}。应当重新{known.vote.verb}。")),
        ("休会、复会", (*rest(known), *resume(known))),
    )


def announce(known: Known) -> Lines:
    """Read the result where it was not read out before, and the proclamation."""
    numbered = f"第 {known.vote.number} 号" if known.vote.number else ""
    waits = f"{DEFERRAL}，已经会议决定。" if known.vote.deferred else ""
    return (
        *(() if known.vote.declared else declare(known)),
        *say(waits),
        *say(f"现在宣读{known.presidium}{numbered}公告。"),
        cue("宣读公告全文"),
        *say("公告宣读完毕，即日起向社会公布。"),
    )
