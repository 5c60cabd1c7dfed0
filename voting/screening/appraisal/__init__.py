"""Appraisal (论证): checklist, opinions, scores. In: a dossier. Out: an appraised project. Acts: staff. Xinzhou's rule (2023) art. 2."""
