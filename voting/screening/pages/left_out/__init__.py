"""What a year's list left out, and why: projects and suggestions. Out: for everybody once the list is fixed."""
