"""The files that go with a dossier: for who may see it; the public ones of a decided list for everybody."""
