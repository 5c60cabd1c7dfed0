"""The front page of screening: this year's call and candidates."""
