"""Which suggestions read alike. In: suggestions. Out: look-alikes, best first. Decides nothing."""
