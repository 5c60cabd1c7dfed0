"""Working days (工作日): a year's holidays and working weekends, and the time limits counted in them. In: what the State Council's office has published. Acts: the administrator of the topmost place."""
