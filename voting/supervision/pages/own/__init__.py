"""A project as its supervisors see it: the deputies of its group, whose own page it is, the supervision group, the office."""
