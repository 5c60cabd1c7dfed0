"""What waits in supervision: plans, reports, lights, findings, changes, evaluation, acceptance. Out: to-dos. Acts: nobody."""
