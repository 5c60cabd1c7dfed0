"""The implementation plan (实施计划). In: the voted text. Out: milestones in force, version by version. Acts: units. Shaanxi's rule (2025): the government publishes its plan."""
