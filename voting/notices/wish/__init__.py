"""What a person wants to be sent, when and where to. In: his choices. Out: when each notice leaves the program."""
