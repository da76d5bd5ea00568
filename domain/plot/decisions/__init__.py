"""What may be decided about a plot, by region: on record, in tenure, in use, in compliance."""
