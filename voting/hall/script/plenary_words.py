"""What the chair says of the sitting: check-in, quorum, shows of hands, recess, end. One function an act. Pure.

Source: 《地方组织法》 arts. 14 and 25 (two thirds of all, more than half of all); the order is practice.
"""

from __future__ import annotations

from voting.hall.script.known import BLANK, Hands, Known, Lines, cue, figure, say


def convene(known: Known) -> Lines:
    """Convene the next plenary meeting: who was here before checks in again."""
    return say(f"现在召开{known.meeting}{known.named}。请{known.everybody}重新签到。")


def check_in(known: Known) -> Lines:
    return (
        *say(f"请{known.everybody}签到入座，并把手机调至静音。"),
        cue(f"工作人员报告签到情况；实到人数达到法定人数 {figure(known.heads.quorum)} 名以后开会"),
    )


def quorum(known: Known) -> Lines:
    """Tell heads, and whether two thirds of all are here (组织法 art. 14)."""
    if known.heads.too_few:
        return quorum_missed(known)
    enough = (
        ""
        if known.heads.quorum == 0
        else f"法定人数为 {figure(known.heads.quorum)} 名，符合法定人数，可以开会。"
    )
    return say(heads_told(known) + enough, f"现在，我宣布：{known.meeting}{known.named}开会。")


def quorum_missed(known: Known) -> Lines:
    needed = f"法定人数为 {figure(known.heads.quorum)} 名，不足法定人数，现在还不能开会，请稍候。"
    return say(heads_told(known) + needed)


def heads_told(known: Known) -> str:
    """Return 应到, 实到, 缺席 and 请假."""
    heads = known.heads
    told = f"现在清点人数。{known.sitting}应到{known.who} {figure(heads.due)} 名，实到 {figure(heads.present)} 名"
    away = "" if heads.absent == 0 else f"，缺席 {figure(heads.absent)} 名{on_leave(known)}"
    return told + away + "。"


def on_leave(known: Known) -> str:
    """Return how many of the absent asked for leave; nothing where nobody did, or nobody can tell any more."""
    leave = known.heads.on_leave
    if leave is None:
        return f"（其中请假 {BLANK} 名）" if known.heads.absent is None else ""
    return f"（其中请假 {leave} 名）" if leave else ""


def method(known: Known) -> Lines:
    title = known.method
    return (
        *say(f"现在进行下一项：通过{title}。", f"请{known.clerks}宣读{title}。"),
        cue("宣读完毕"),
        *say(f"{known.everybody}对这个办法（草案）有没有意见？"),
        cue("稍停；没有意见"),
        *put(known, title),
    )


def scrutineers(known: Known) -> Lines:
    """Put the list, name by name as far as it is filled in."""
    named = "；".join(f"{post}：{'、'.join(names)}" for post, names in known.officers)
    return (
        *say(
            "现在通过总监票人、监票人、计票人名单（草案）。",
            f"名单由{known.presidium}提出：{named or f'总监票人：{BLANK}；监票人：{BLANK}；计票人：{BLANK}'}。",
            f"{known.everybody}对这个名单（草案）有没有意见？",
        ),
        cue("稍停；没有意见"),
        *put(known, "总监票人、监票人、计票人名单（草案）"),
    )


def put(known: Known, title: str) -> Lines:
    """Put a motion to a show of hands: for, against, abstaining, each counted before the next is asked."""
    return (
        *say(f"没有意见，现在对{title}进行表决。同意的{known.who}请举手。"),
        cue(f"清点：{BLANK} 名"),
        *say("请放下。不同意的请举手。"),
        cue(f"清点：{BLANK} 名"),
        *say("请放下。弃权的请举手。"),
        cue(f"清点：{BLANK} 名"),
        *say("请放下。"),
    )


def decided(known: Known, hands: Hands) -> Lines:
    """Say what a show of hands came to: carried by more than half of all (组织法 art. 25), or not."""
    approve, oppose, abstain = hands.figures
    counted = f"表决结果：赞成 {figure(approve)} 名，反对 {figure(oppose)} 名，弃权 {figure(abstain)} 名。"
    everybody = f"全体{known.who}"
    if not hands.carried:
        missed = f"赞成的没有超过{everybody}的半数，{hands.title}未获通过。"
        return (*say(counted + missed), cue(f"由{known.presidium}研究；再次提请表决的，重新宣读、举手"))
    return say(counted + f"赞成的超过{everybody}的半数，{hands.title}通过。")


def keys(known: Known) -> Lines:
    """Of a single key holder nothing is compared: he notes his code in the minutes."""
    rules = known.vote.rules
    if rules and rules.key_holders == 1:
        alone = "请监票人到位，在自己的设备上生成电子票箱的开箱钥匙。钥匙由 1 名监票人持有，开箱须有他到场。"
        return (*say(alone), cue("监票人念出核对码，抄在会议记录上"))
    held = (
        f"钥匙由 {rules.key_holders} 名监票人分别持有，有其中 {rules.key_threshold} 名到场方可开箱。"
        if rules
        else ""
    )
    return (
        *say("请监票人到位，在各自的设备上生成电子票箱的开箱钥匙，并当众大声核对。" + held),
        cue("监票人逐组核对，完全一致"),
    )


def rest(known: Known) -> Lines:
    return say(f"现在休会。请{known.everybody}按通知的时间回到会场。")


def resume(known: Known) -> Lines:
    return say(f"现在复会，请{known.everybody}入座，会议继续进行。")


def end(known: Known) -> Lines:
    return say(
        f"{known.everybody}，{known.meeting}的各项议程已经全部进行完毕。",
        f"希望{known.place}人民政府认真组织实施民生实事项目，主动报告进展情况，自觉接受监督。",
        f"现在，我宣布：{known.meeting}闭会。",
    )


def archive(known: Known) -> Lines:
    return (cue(f"不宣读；{known.clerks}整理会议记录、表决和计票材料，归档"),)
