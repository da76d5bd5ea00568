"""A cadastral number: live on at most one plot, whatever else was written under it."""
