"""The dossiers that units are asked for: a unit's own list, and what the office asks and answers."""
