"""The chair's script (主持词): the sentence of each act, read from the console or from paper. Acts: nobody, it is read aloud."""
