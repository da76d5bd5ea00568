"""A business identification number: borne by one party, whatever key that party was given."""
