"""Stage 1. In: suggestions. Out: handover.Shortlist. Acts: residents, deputies, units, congress staff."""
