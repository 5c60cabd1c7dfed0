"""The lines of the journal of which nobody is told, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

HALL = "happens in the hall, whose screens and desks tell those who are there; nobody reads messages during a sitting"
DESK = "the office's own work, which its own page shows; no other is to do anything"
FOLLOWERS = (
    "concerns who made the suggestion: he and followers are told by `table_followers`, nobody with an account"
)
FORGOTTEN = "its contact is gone, so nobody is left to be told"
DESKS = "whose term is over knows that what was his own went with it; whose it was is not said"
FOLLOWER = "concerns a follower without an account alone, who did it just then by his link"
TWO = "asked of a second person who is there; the page that waits shows it"
STATION = "its station reads on its own page what became of it; the finding that it became has its own line"
TWICE = "the line of the same deed or step that is told of stands beside it"
SELF = "concerns him alone who did it just then"
RATED = "is counted on the project's public page; a comment waits in the office's to-dos, a low mean is told of by a line of its own"
NOT_IN = "its owner gets a slip, and reads no notices before or after he may sign in"

_REASONS: dict[str, str] = {
    HALL: """
        ballot:ballot:closed ballot:ballot:opened ballot:ballot:ordered ballot:ballot:set_up ballot:ballot:set_up_withdrawn
        ballot:ballot:voided ballot:card:handed_out ballot:cards:lost ballot:cards:made ballot:cards:voided
        ballot:ceremony:begun ballot:ceremony:confirmed ballot:ceremony:failed ballot:ceremony:round_done ballot:draw:joined
        ballot:draw:parted ballot:mismatch:said ballot:mismatch:taken_back ballot:paper:handed_out ballot:paper:taken_back
        ballot:roll:signed ballot:sample:signed ballot:token_lost:recorded congress:attendance:all_checked_in
        congress:attendance:checked_in congress:attendance:left congress:meeting:step_taken hall:message:shown
        hall:step:confirmed hall:tablet:bound hall:tablets:released tally:box:opened tally:box:taken_over
        tally:channel:accepted tally:channel:withdrawn tally:next:deferral_taken_back tally:next:deferred tally:next:ordered
        tally:outcome:signed tally:paper:void_confirmed tally:paper:void_unconfirmed tally:paper:void_withdrawn
        tally:paper:voided tally:place:opened tally:place:removed tally:result:declared tally:share:taken_in
        tally:sheet:entered tally:sheet:withdrawn
    """,
    TWO: """
        ballot:token_lost:asked ballot:token_lost:withdrawn congress:pin_reset:asked congress:pin_reset:withdrawn
        congress:pin_unlock:asked congress:pin_unlock:withdrawn congress:factor_reset:asked congress:factor_reset:withdrawn
        hall:step:asked hall:step:withdrawn screening:freeze:asked screening:freeze:withdrawn tally:step:asked tally:step:withdrawn
        supervision:acceptance:asked supervision:acceptance:withdrawn
    """,
    DESK: """
        congress:appointment:ended congress:appointment:made congress:delegation:moved congress:delegation:removed
        congress:delegations:added congress:home_invitation:printed congress:deputy:changed congress:deputy:name_corrected congress:leave:entered
        congress:leave:taken_back congress:meeting:opened congress:paper:filled_in congress:pin_sheet:fetched congress:presidium:set
        congress:roster:discarded congress:roster:import_undone congress:roster:imported congress:roster:uploaded
        congress:rule_set:changed congress:term:corrected congress:term:opened congress:unit:removed congress:units:added
        supervision:change:reported supervision:light:rule_set congress:working_days:entered congress:working_days:seeded congress:working_days:year_told notices:robot:added
        notices:robot:removed notices:robot:tried notices:sms:set notices:sms:removed notices:sms:tried
        screening:attachment:added screening:attachment:removed screening:chain:set screening:answer_template:kept screening:answer_template:removed screening:call:closed screening:call:revised
        screening:suggestion:imported screening:contact:seen
        screening:own_words:revised screening:project:findings_recorded screening:project:formed screening:project:imported screening:project:revised
        operating:job:retried screening:appraisal:method_set screening:project:stepped screening:shortlist:approved screening:shortlist:step_recorded
        supervision:rating:judged supervision:rating_check:closed supervision:rating_rule:set
    """,
    FOLLOWERS: """
        screening:project:taken_up screening:suggestion:answered screening:suggestion:carried
        screening:suggestion:detached screening:suggestion:merged screening:suggestion:reconsidered
        screening:suggestion:routed screening:suggestion:returned screening:project:joined screening:project:split
        screening:merging:undone screening:suggestion:hidden screening:suggestion:shown supervision:look_back:answered
    """,
    TWICE: "screening:freeze:confirmed supervision:acceptance:confirmed supervision:evaluation:taken_in supervision:light:read_later tally:bundle:kept",
    NOT_IN: "people:account:closed people:account:opened",
    STATION: "supervision:remark:moved",
    RATED: "supervision:rating:given",
    FORGOTTEN: "screening:contacts:forgotten supervision:rating:comments_forgotten",
    DESKS: "screening:reading:desks_forgotten",
    FOLLOWER: "notices:follow:asked notices:follow:confirmed notices:follow:paced notices:follow:ended",
    SELF: "screening:question:withdrawn screening:scoring:sheet_stepped notices:wishes:changed notices:wishes:stopped notices:phone:changed notices:phone:confirmed notices:address:confirmed todo:calendar:made todo:calendar:revoked",
}

UNTOLD: Mapping[str, str] = {event: reason for reason, events in _REASONS.items() for event in events.split()}
"""Event -> why nobody is told of it."""
