"""The land of a zone: which plots take it, so that their areas never exceed the zone's (invariant 2)."""
