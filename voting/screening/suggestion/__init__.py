"""Suggestions (建议项目) and their tracking numbers. In: residents', deputies', units' texts. Out: suggestions to merge, answered ones. Acts: everybody, staff."""
