"""Steps that two persons take, from the complete count to the proclamation. Acts: staff, scrutineers, the chair."""
