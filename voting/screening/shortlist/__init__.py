"""The list of candidates along its chain of approvals. In: appraised projects. Out: frozen texts. Acts: staff for the executive meeting, the standing committee, the presidium."""
