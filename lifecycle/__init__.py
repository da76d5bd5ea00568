"""How a case moves: who may act, when, on which papers; and the one log that remembers it."""
