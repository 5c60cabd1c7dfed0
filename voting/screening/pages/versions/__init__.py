"""How a project's dossier has read: every version, and what differs from the one before."""
