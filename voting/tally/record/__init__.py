"""The public record of a count as one zip. In: what is signed. Out: the bundle that anyone verifies."""
