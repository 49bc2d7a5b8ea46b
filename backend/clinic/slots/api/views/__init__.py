"""Views: parse, one service or selector, render."""
