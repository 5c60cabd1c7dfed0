"""Whether this server can sign: the issuing and receipt keys of ballots that are set up. In: key files. Out: a yes, or a sentence."""
