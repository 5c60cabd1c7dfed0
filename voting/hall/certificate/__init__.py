"""The hall's own certificate, for a secure context without internet. Acts: the secretariat."""
