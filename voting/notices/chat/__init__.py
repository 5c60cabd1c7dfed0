"""Chat robots of a place. In: where they are and which kinds go there, as the office says. Out: messages in their formats, once each."""
