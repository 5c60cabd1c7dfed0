"""Followers: who asked to be told of a suggestion, a project or a year, without an account. In: an address and a yes to the first message. Out: who hears of what."""
