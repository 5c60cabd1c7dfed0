"""Whose devices have opened a box and signed its outcome. Out: who signed what stands now. Acts: scrutineers, through `opening`."""
