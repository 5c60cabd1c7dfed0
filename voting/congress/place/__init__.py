"""Places and their responsible units; what differs between the levels. 《地方组织法》, chapter by level."""
