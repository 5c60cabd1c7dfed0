"""A scrutineer says that what he compares is not the same. In: a key that is made, or a closed box. Out: an alarm. Acts: scrutineers."""
