"""The meeting's screens: console, hall screen, tablet shell, check-in desk. Holds no ballot state of its own."""
