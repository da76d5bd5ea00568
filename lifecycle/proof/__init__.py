"""Proof: the log as a Merkle tree, its signed checkpoints, and what an outsider can check without us."""
