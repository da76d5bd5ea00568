"""A special economic or industrial zone: its land, its term, what may be done there."""
