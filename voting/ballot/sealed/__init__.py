"""The wall as one package: box, booth, tokens, keys, verifiers. Knows sealed ballots; no person, no time, no order."""
