"""Who acts: accounts, roles within a jurisdiction, sign-in, second factor."""
