"""Tokens that were drawn and are lost: a tablet died, a card is gone. Never who cast.

Acts: secretariat, staff; a second person, who may be the chair, confirms. Source: docs/protocol.md, "A dead tablet".
"""
