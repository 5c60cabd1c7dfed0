"""An appraiser's sheet of a year: every project on one screen."""
