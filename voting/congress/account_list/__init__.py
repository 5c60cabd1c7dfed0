"""Accounts opened by a list. In: a spreadsheet, a line an account. Out: accounts with first passwords on slips, shown once.

Who acts: who keeps the accounts of a place, for it and for the congresses right below it. No law speaks of it.
"""
