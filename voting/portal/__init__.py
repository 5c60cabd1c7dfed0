"""The public site: reads every stage's queries, shows no draft and no figure early."""
