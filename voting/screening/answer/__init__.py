"""Answers to suggestions (答复). In: suggestions that wait, a text for one or many. Out: each with its class, text, where else to turn. Acts: staff, government."""
