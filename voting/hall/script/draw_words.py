"""What the chair says of the ballots of one draw: boxes closed, ballots given out, voting begun and ended. Pure.

Source: 《选举法》 art. 40 by analogy and the ballots' own rules; scrutineers vote first, as is practice.
"""

from __future__ import annotations

from voting.congress.ballot_rules.choices import Kind, OverSelection
from voting.hall.script.known import BLANK, Known, Lines, Voted, cue, figure, say


def draw(known: Known) -> Lines:
    """Close the empty boxes, and give tokens and papers out; once they go out, the chair opens the vote when all have one."""
    if all(one.drawing for one in known.draw):
        return (*say(giving_out(known)), cue("代表领票；领完以后读下面的话"), *open_voting(known))
    marks = "、".join(one.fingerprint for one in known.draw if one.fingerprint)
    told = f"监票人检查并封闭票箱；平板和大屏上的核对码{f' {marks} ' if marks else ''}应当一致"
    return (
        *say(f"现在为{known.titles}封闭票箱。请监票人检查票箱，确认箱内没有票。"),
        cue(told),
        *say(
            giving_out(known) + "领票以后可以阅读候选项目，宣布开始投票以前不能投票。",
            *(marking(known, one) for one in known.draw),
        ),
    )


def giving_out(known: Known) -> str:
    """Return by which means deputies get their ballots: tablet, token card, paper."""
    ways = [f"请{known.everybody}在自己的平板上领票"]
    if any(one.cards for one in known.draw):
        ways.append("使用票卡的，请凭票卡投票")
    if any(one.on_paper for one in known.draw):
        ways.append("使用纸质票的，请到签到台领取")
    several = len(known.draw) > 1
    told = "；".join(ways) + "。"
    if several:
        told += f"{known.titles}一次领取，依次投票，各有一个票箱。"
    what = "每种票只能领取一张" if several else "只能领取一张票"
    return told + (f"每名{known.who}{what}。" if several or len(ways) > 1 else "")


def marking(known: Known, vote: Voted) -> str:
    """Return how a ballot is filled in."""
    rules, name = vote.rules, f"{vote.title}，" if len(known.draw) > 1 else ""
    if rules is None:
        return ""
    if rules.kind is Kind.EVALUATE:
        return f"{name}填写测评票，对每个项目只能选择一个评价等次。"
    if rules.kind is Kind.EACH:
        return f"{name}填写选票，对每个候选项目可以表示赞成、反对或者弃权，只能表示一种意见。"
    seats = figure(vote.seats)
    over = "票无效" if rules.over_selection is OverSelection.VOID else "票计为弃权"
    return (
        f"{name}填写选票，从候选项目中选出不超过 {seats} 项；"
        f"等于或者少于 {seats} 项的有效，多于 {seats} 项的，{over}。"
    )


def issued(vote: Voted) -> str:
    """Return 发出 with its means, where there are several."""
    figures = vote.figures
    if figures is None:
        return f"发出票 {BLANK} 张"
    means = [("平板", figures.tablets), ("票卡", figures.cards), ("纸质票", figures.papers)]
    used = [f"{name} {n} 张" for name, n in means if n]
    return f"发出票 {figures.issued} 张" + (f"（{'，'.join(used)}）" if len(used) > 1 else "")


def open_voting(known: Known) -> Lines:
    told = "；".join(f"{one.title}，{issued(one)}" for one in known.draw)
    paper = "纸质票请投入票箱；" if any(one.on_paper for one in known.draw) else ""
    return say(
        f"{told}。票箱内没有票。",
        f"现在开始投票。请监票人首先投票，其他{known.who}依次投票。{paper}"
        "平板上请核对以后再投出，投出以后不得更改，不得委托他人投票。",
    )


def close_voting(known: Known) -> Lines:
    """Urge whoever has not drawn or not cast, as totals, and end the vote."""
    figures = [one.figures for one in known.draw if one.figures is not None]
    undrawn = max((one.undrawn for one in figures), default=0)
    uncast = sum(one.uncast for one in figures)
    left = [f"还有 {undrawn} 名实到{known.who}没有领票"] if undrawn > 0 else []
    left += [f"还有 {uncast} 张票没有投出"] if uncast > 0 else []
    urged = "，".join(left) + "，请抓紧时间。" if left else "还没有投票的，请抓紧时间。"
    return (
        *say(urged),
        cue("稍候"),
        *say(f"{known.titles}投票完毕。现在停止投票，封存票箱。请监票人抄录大屏上的票箱校验码。"),
    )
