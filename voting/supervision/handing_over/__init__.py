"""Another unit answers (改派、机构改革承接). In: a unit. Out: its work, open findings and letters with the one that takes over. Acts: staff."""
