"""The light of a month (亮灯), figures as an argument. In: plan and progress. Out: a colour with its reason. Acts: staff, who may show another with a reason. Practice of Yinchuan (2025)."""
