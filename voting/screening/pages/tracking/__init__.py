"""Where a suggestion went: receipt and tracking."""
