"""A proposal: an act that one officer asks for and another must confirm."""
