"""What people read: registers and histories, each a pure function of a stream's history (read models)."""
