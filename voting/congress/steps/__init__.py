"""The acts of a meeting, forward and back, and what stands before each. Acts: secretariat, the chair. 《地方组织法》 arts. 14, 25."""
