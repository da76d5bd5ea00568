"""The heads: the aggregate that commits, at each seal, to where every stream of the log then ended."""
