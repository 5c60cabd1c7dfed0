"""The notice of a call as everybody reads it: page, PDF, .docx."""
