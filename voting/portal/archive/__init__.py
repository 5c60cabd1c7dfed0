"""The years of a congress, looked back on."""
