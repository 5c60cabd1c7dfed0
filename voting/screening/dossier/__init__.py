"""A project with its dossier (项目文本). In: what was merged. Out: a text that can be appraised and frozen. Acts: staff."""
