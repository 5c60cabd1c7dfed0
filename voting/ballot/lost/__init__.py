"""Tokens that were drawn and are lost: a tablet died, or a card is gone. Names who holds none any more, never who cast. Acts:
secretariat, staff; a second person, the chair among them, confirms. Source: docs/protocol.md, "A dead tablet".
"""
