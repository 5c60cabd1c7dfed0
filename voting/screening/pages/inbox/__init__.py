"""The inbox of suggestions and its export."""
