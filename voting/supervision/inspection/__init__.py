"""Visits to the works (视察). In: what deputies saw. Out: a record, with photographs. Acts: supervision groups, deputies of the project's group. 《代表法》: inspections between sessions."""
