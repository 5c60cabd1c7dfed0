"""The year's activities of supervision: what was asked, heard, handed over and answered. In: activities, questions, opinions. Acts: nobody."""
