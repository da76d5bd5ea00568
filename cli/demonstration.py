"""The demonstration and the report that measures it."""
