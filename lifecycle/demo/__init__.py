"""The demo: dated acts of 2011 to January 2026, made of published facts and of filler that says it is one."""

from lifecycle.demo.scenario import FOUNDED_ON, ORIGIN, STORY, found_and_play, scenario

__all__ = ["FOUNDED_ON", "ORIGIN", "STORY", "found_and_play", "scenario"]
