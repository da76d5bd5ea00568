"""How people speak to the engine: parse, handle, print. Thin: whatever is decided is decided elsewhere."""
