"""Writes of accounts: one public function, one decision."""
