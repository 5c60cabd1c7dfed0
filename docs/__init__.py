"""Documentation, and the script that draws parts of it from the code."""
