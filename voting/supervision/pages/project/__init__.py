"""What anybody may read of one project."""
