"""Asking for jobs and cancelling them; claiming and doing them."""
