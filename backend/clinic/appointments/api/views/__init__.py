"""Views of appointments."""
