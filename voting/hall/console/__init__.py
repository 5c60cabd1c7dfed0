"""The presidium's console: one next step, its conditions, who must confirm. Acts: secretariat, the chair."""
