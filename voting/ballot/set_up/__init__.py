"""Ordering and setting a ballot up, opening it, voiding it. Acts: secretariat, the chair. 《地方组织法》 art. 14 for who may vote."""
