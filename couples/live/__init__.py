"""Hints to open pages that something changed. A hint never carries words; each page fetches what its person may see."""

from couples.live.hints import announce

__all__ = ["announce"]
