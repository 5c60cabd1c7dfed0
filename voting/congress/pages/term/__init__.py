"""A term with its delegations and deputies."""
