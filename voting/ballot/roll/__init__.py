"""The roll: which deputy has drawn. Never which token. In: who is present. Out: names, a digest to sign. Acts: deputies, the check-in desk."""
