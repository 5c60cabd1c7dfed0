"""The roster as it comes from an office's sheet: read, shown, imported. Acts: secretariat."""
