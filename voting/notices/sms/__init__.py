"""Text messages of a place. In: its provider's HTTP interface, written down as a template by the office. Out: how one message is sent."""
