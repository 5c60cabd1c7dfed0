"""The door of the hall: who is here (实到), who is due (应到). Acts: the check-in desk. 《地方组织法》 art. 14."""
