"""What the congress hands to units (审议意见、承诺事项). In: an activity that was held. Out: a published answer. Acts: staff, units. 《监督法》 art. 17."""
