"""抽验回执: what scrutineers' devices found when they sampled the roll. Out: who may open. Never which names were asked. Acts: scrutineers."""
