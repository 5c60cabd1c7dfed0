"""A dossier asked of its lead unit (请牵头单位填写). In: a project. Out: a text handed in and taken. Acts: the office asks, the unit writes."""
