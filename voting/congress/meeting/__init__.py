"""Meetings, their plenary meetings, posts and their life. In: a term. Out: Meeting. Acts: secretariat, the chair. 《地方组织法》 art. 14."""
