"""What the pages that explain show: bad days, and the zero report before the real vote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.ballot.ceremony.models import Ceremony
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.figures.facts import reading_of
from voting.ballot.order.models import STANDING, Ballot
from voting.congress.attendance.facts import present
from voting.congress.meeting.facts import meeting_of, twin_of
from voting.congress.meeting.models import Meeting
from voting.core.clock import now
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Place


@dataclass(frozen=True)
class BadDay:
    """Something that goes wrong: what the program does by itself, and what people do. All message ids."""

    key: str
    title: str
    program: str
    people: tuple[str, ...]


BAD_DAYS: tuple[BadDay, ...] = (
    BadDay(
        "two-desks",
        N_("两个签到台同时给一位代表签到"),
        N_("只记一次。后到的签到台显示“已于某时签到，不必重复”。"),
        (N_("不用处理，继续下一位。"),),
    ),
    BadDay(
        "closing",
        N_("宣布停止投票时，有一张票正在路上"),
        N_("要么已经进箱并给了回执，要么被拒收并明确告知，没有第三种可能。封箱数以大屏为准。"),
        (
            N_("平板上有回执的，票已计入。"),
            N_("平板上写“投票已停止，没有收进”的，计为未收回，如实报告。"),
        ),
    ),
    BadDay(
        "tablet",
        N_("代表领票以后，平板坏了"),
        N_(
            "领到的票只在那台平板里，程序不知道投出没有，所以不会补发。凭领票时抄下的备用码，或者票卡，可以在另一台平板上继续，一张票只算一次。"
        ),
        (
            N_("平板还能开的，重新打开，同一位代表登录，票还在。"),
            N_("抄了备用码的，换一台平板登录，输入备用码；用票卡的，换一台平板用票卡。"),
            N_("都没有的，在票决室“遗失登记”由两人登记，没有投出的按未收回计，票决照常进行。"),
        ),
    ),
    BadDay(
        "clock",
        N_("平板的时钟差了一天"),
        N_("签到、领票、投票都以服务器的时间为准，平板的时钟不影响任何一步。"),
        (N_("不用处理。若浏览器提示证书未生效，请把平板的日期改对后重新打开。"),),
    ),
    BadDay(
        "quorum",
        N_("有代表离场，不足法定人数"),
        N_("主持台显示红色提示，开始投票的按钮停用。已经开始的投票不会中断，封箱时如实记录实到人数。"),
        (
            N_("签到台为离场的代表办理离场，数字才准确。"),
            N_("执行主席宣布暂停，等代表回到会场重新签到。"),
            N_("等不齐的，由主席团决定改期；已封闭的票箱可以收回或者宣布无效。"),
        ),
    ),
    BadDay(
        "scrutineer",
        N_("监票人的设备在两步之间坏了"),
        N_(
            "每一轮都可以在另一台设备上接着办：用本人下载的钥匙文件和口令恢复。钥匙按规则只需过半数监票人即可开箱。"
        ),
        (
            N_("在备用设备上登录，打开同一页，选择钥匙文件继续。"),
            N_("钥匙生成阶段没有下载文件的，在票决室放弃这次生成，重新开始，必要时更换监票人。"),
            N_("开箱时其余监票人够数的，不必等他。不够数的，宣布票决无效，重新票决或者改用纸质票。"),
        ),
    ),
    BadDay(
        "overfull",
        N_("收回的票多于发出的票"),
        N_(
            "整次票决无效，不产生结果：计票室在点清以前就会用红字提示。电子票箱一枚票据只收一票，这种情况只可能出在纸质票；纸质票发出多于领票名册登记的，也是如此。"
        ),
        (
            N_("先请两名计票人核对数字；属实的，总监票人报告主席团，由两人宣布票决作废，写明理由。"),
            N_("重新票决：重新生成选票、封箱、领票，原来的票作废但保存。"),
        ),
    ),
    BadDay(
        "restart",
        N_("投票中途服务器重启"),
        N_(
            "已给回执的票都在箱里，一票不少。平板和大屏自动重连；没有送达的票在平板里加密等着，恢复后自动投递，重复投递不会算两票。"
        ),
        (
            N_("等大屏右下角的断网提示消失，数字恢复。"),
            N_("平板写“正在投递”的，请代表不要关机，恢复后自动完成。"),
        ),
    ),
    BadDay(
        "network",
        N_("会场断网"),
        N_(
            "平板继续填写，封好的票等网络恢复自动投递；大屏保留断开前的数字并注明；签到台提示没有签到，不会假装成功。"
        ),
        (N_("检查无线路由和服务器网线。"), N_("久不能恢复的，由主席团决定改用纸质票。")),
    ),
    BadDay(
        "pin",
        N_("代表忘了个人密码，或者账号被锁"),
        N_("在会场输错五次锁 15 分钟；在会场以外输错的，不影响会场的平板。重置立即解锁，旧的登录全部退出。"),
        (
            N_("记得个人密码、只是被锁的：在代表页发起解锁，另一人确认，用原来的个人密码登录。"),
            N_(
                "忘记的：到签到台核对身份，一人发起重置，另一位工作人员、执行主席或者上级人大机关确认，把新个人密码当面告诉代表。"
            ),
        ),
    ),
    BadDay(
        "attack",
        N_("主持台显示红字：有人在会场以外试代表的个人密码"),
        N_(
            "会场里绑定的平板单独计数，代表照常登录；会场以外的登录整体限速，猜不快，也锁不住会场里的人。有回应的平板数在“平板”页。"
        ),
        (
            N_("继续开会。请代表在会场绑定的平板上登录，不用自己的手机。"),
            N_("没有绑定的平板，扫“平板”页的二维码绑定。"),
            N_("会后把时间和次数报给网络管理人员；次数记到没有人再试满一小时为止。"),
        ),
    ),
    BadDay(
        "wrong-step",
        N_("在主持台按错了一步"),
        N_(
            "没有走到终点的一步可以收回，写明理由，记入日志。开始投票、停止投票、发布公告须第二人确认，确认前可以撤回。"
        ),
        (N_("在主持台“办错了”一栏写明理由后收回。"),),
    ),
)


@dataclass(frozen=True)
class WhatIfPage:
    place: Place
    days: tuple[BadDay, ...]


@dataclass(frozen=True)
class ZeroLine:
    """One ballot of a meeting and what is in it. fingerprint: 24 digits of its election and keys, or empty."""

    title: str
    uuid: str
    issued: int
    cast: int
    fingerprint: str


@dataclass(frozen=True)
class ZeroSide:
    """The real meeting or its rehearsal: who is checked in, which key, which ballots."""

    meeting_id: int
    present: int
    key: str
    ballots: tuple[ZeroLine, ...]

    @property
    def empty(self) -> bool:
        return all(line.cast == 0 and line.issued == 0 for line in self.ballots)


@dataclass(frozen=True)
class ZeroPage:
    """apart: real and rehearsal share neither key nor ballot."""

    place: Place
    meeting: Meeting
    real: ZeroSide
    rehearsal: ZeroSide | None
    apart: bool
    at: datetime

    @property
    def findings(self) -> list[tuple[str, str]]:
        """Return what the boxes show: a colour and a message id each."""
        empty = "green", N_("正式票箱是空的：发出 0 票，箱内 0 票。")
        begun = "yellow", N_("正式票决已经开始领票或者投票，箱内不再是零。")
        apart = "green", N_("演练与正式会议不共用票箱，也不共用钥匙；演练的票进不了正式票箱。")
        mixed = "red", N_("演练与正式会议的票箱或者钥匙有重合，请停下来报告总监票人。")
        found = [empty if self.real.empty else begun]
        if self.rehearsal is not None:
            found.append(apart if self.apart else mixed)
        return found


def what_if_page(place: Place) -> WhatIfPage:
    return WhatIfPage(place, BAD_DAYS)


def zero_line(meeting: Meeting, ballot: Ballot) -> ZeroLine:
    """Return what one box and its roll hold: 发出 of all means, and what lies in the box."""
    now = reading_of(meeting, ballot).figures
    return ZeroLine(ballot.title, ballot.uuid, now.issued, now.cast, ballot.fingerprint or "")


def side(meeting: Meeting) -> ZeroSide:
    """Return what one meeting's boxes and rolls hold now."""
    key = select(Ceremony.fingerprint).where(
        Ceremony.meeting_id == meeting.id, Ceremony.state == CeremonyState.DONE
    )
    asked = (
        select(Ballot).where(Ballot.meeting_id == meeting.id, STANDING).order_by(Ballot.title, Ballot.uuid)
    )
    lines = tuple(zero_line(meeting, row) for row in db.session.scalars(asked))
    marks = db.session.scalars(key.order_by(Ceremony.id.desc())).all()
    return ZeroSide(meeting.id, present(meeting.id), marks[0] or "" if marks else "", lines)


def zero_page(place: Place, meeting_id: int) -> ZeroPage:
    """Return the zero report of a meeting: its boxes and those of its rehearsal, side by side."""
    meeting = meeting_of(place.id, meeting_id)
    twin = twin_of(meeting)
    real, practice = (twin, meeting) if meeting.rehearsal else (meeting, twin)
    sides = (side(real) if real else side(meeting), side(practice) if practice else None)
    apart = sides[1] is None or not (
        {line.uuid for line in sides[0].ballots} & {line.uuid for line in sides[1].ballots}
        or (sides[0].key and sides[0].key == sides[1].key)
    )
    return ZeroPage(place, meeting, sides[0], sides[1], apart, now())
