"""One project, one group (一事一小组). In: deputies who sit. Out: whom a project is entrusted to, one of them the leader. Acts: staff. Practice."""
