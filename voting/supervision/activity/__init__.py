"""What the year's plan of supervision holds (监督活动). In: a plan. Out: a published report. Acts: staff. 《监督法》 arts. 11–17, 47–50."""
