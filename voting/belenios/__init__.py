"""Cryptography of the secret ballot: sealed ballots, scrutineers' keys, sums, the public record and its verifier.

Pure: standard library, gmpy2 and cryptography. Knows no other room; an auditor runs it alone.
"""
