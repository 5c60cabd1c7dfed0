"""The staff's page of the call."""
