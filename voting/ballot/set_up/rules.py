"""The law of ordering and setting up: states, tables, pure functions. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from voting.congress.ballot_rules.choices import Kind
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.people.rules import ROLE_NAMES, Role

STAFF = ROLE_NAMES[Role.STAFF]
NO_METHOD = N_("票决办法还没有由大会通过，或者会议已经闭会。")
ORDERED = N_("这次会议的票决已经登记；再次票决、另行票决在计票室的计票页上安排。")
NO_CANDIDATES = N_("主席团还没有确定本年度的正式候选项目。")


@dataclass(frozen=True, kw_only=True)
class SetUpReadiness:
    """What stands and what does not, before a ballot is set up or opened. quorum: 0 where none is asked for.

    keys_here: this server can sign the ballot's tokens and receipts. order_kept: the database would keep the order in
    which ballots come; nothing takes that back later.
    """

    questions: int
    seats: int
    kind: Kind
    keys_made: bool
    set_up: bool
    cast: int
    quorum_confirmed: bool
    present: int
    quorum: int
    rehearsal: bool
    keys_here: bool = True
    order_kept: bool = False


def missing_before_set_up(found: SetUpReadiness) -> list[Missing]:
    """Return what still stands before a ballot can be set up."""
    missing = []
    if not found.questions:
        missing.append(Missing(N_("还没有候选项目。"), STAFF))
    if found.kind is Kind.CHOOSE and found.questions and found.seats > found.questions:
        missing.append(Missing(N_("应选数量多于候选项目数。"), STAFF))
    if not found.keys_made:
        missing.append(Missing(N_("监票人的开箱钥匙还没有生成并核对。"), N_("监票人")))
    return missing


def missing_before_open(found: SetUpReadiness) -> list[Missing]:
    """Return what still stands before voting can be opened. A rehearsal needs no quorum."""
    missing = missing_before_set_up(found)
    if not found.set_up:
        missing.append(Missing(N_("票箱还没有准备好。"), N_("大会秘书处")))
    if not found.keys_here:
        missing.append(
            Missing(
                N_(
                    "服务器的 DATA/keys 里没有这次票决的密钥，须从备份恢复，或者撤回准备、宣布作废后重新准备。"
                ),
                N_("系统管理员"),
            )
        )
    if found.cast:
        missing.append(Missing(N_("票箱里已经有票，不是零票，不能开始投票。"), N_("监票人")))
    if found.rehearsal:
        return missing
    if found.order_kept:
        missing.append(
            Missing(
                N_(
                    "数据库的设置会在磁盘上留下投票的先后次序。请在服务器上运行 flask doctor，按它的提示改好设置。"
                ),
                N_("系统管理员"),
            )
        )
    if not found.quorum_confirmed:
        missing.append(Missing(N_("还没有确认法定人数。"), N_("执行主席")))
    if found.present < found.quorum:
        missing.append(Missing(N_("实到代表不足法定人数。"), N_("大会秘书处")))
    return missing
