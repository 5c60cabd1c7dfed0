"""The scrutineers' key: three rounds relayed and checked, then the fingerprint compared. In: appointed scrutineers. Out: a joint key. Acts: scrutineers."""
