"""Leave of absence (请假): who asked for it, who entered it, what ended it. In: a meeting's members. Acts: the office. 《地方组织法》 art. 14."""
