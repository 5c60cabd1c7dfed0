"""What every room stands on: clock, database, errors, lifecycles, access marks. Knows no other room."""
