"""An investor: who may be given land, and what that person holds."""
