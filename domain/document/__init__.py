"""A paper: entered once, with its bytes, under their digest; cited by the acts that rest on it."""
