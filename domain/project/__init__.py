"""An investment project: what an investor promised to build, and how far that has come."""
