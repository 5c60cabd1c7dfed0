"""The law of suggestions: states, tables, pure functions. Pure."""

from __future__ import annotations

from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_


class SuggestionState(ByName):
    """Where a suggestion (建议项目) has gone."""

    SUBMITTED = "submitted"
    MERGED = "merged"
    ROUTED = "routed"
    REJECTED = "rejected"


SUGGESTION: Lifecycle[SuggestionState] = Lifecycle(
    start=SuggestionState.SUBMITTED,
    steps={
        (SuggestionState.SUBMITTED, "merge"): SuggestionState.MERGED,
        (SuggestionState.SUBMITTED, "route"): SuggestionState.ROUTED,
        (SuggestionState.SUBMITTED, "reject"): SuggestionState.REJECTED,
        (SuggestionState.MERGED, "move"): SuggestionState.MERGED,
        (SuggestionState.MERGED, "detach"): SuggestionState.SUBMITTED,
        (SuggestionState.REJECTED, "reconsider"): SuggestionState.SUBMITTED,
    },
    words={
        SuggestionState.SUBMITTED: N_("待梳理"),
        SuggestionState.MERGED: N_("已归并入项目"),
        SuggestionState.ROUTED: N_("已转办"),
        SuggestionState.REJECTED: N_("未采纳"),
    },
    step_words={
        "merge": N_("归并"),
        "route": N_("转办"),
        "reject": N_("不予采纳"),
        "move": N_("转入另一个项目"),
        "detach": N_("撤出归并"),
        "reconsider": N_("重新梳理"),
    },
)
