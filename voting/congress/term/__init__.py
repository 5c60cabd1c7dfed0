"""Terms (届), delegations, deputies, badges. Acts: secretariat. 《代表法》."""
