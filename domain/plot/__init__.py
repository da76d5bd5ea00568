"""A land plot or a premises unit: on record, held by whom, used how, and kept to which conditions."""
