"""Seeds of working calendars, one TOML file for each: the years published, with the decrees cited."""
