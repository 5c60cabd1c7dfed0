"""Closing a ballot and signing the list of who drew. Out: what SealedBox is made of. Acts: the chair, scrutineers."""
