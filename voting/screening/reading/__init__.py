"""The deputies' reading room: the reviewed list in, questions and answers out. Acts: deputies, units, the office; 《代表法》: 询问."""
