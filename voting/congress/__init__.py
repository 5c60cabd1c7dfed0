"""Where and when: jurisdictions, terms, meetings, delegations, deputies, attendance, rule sets."""
