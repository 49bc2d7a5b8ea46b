"""What every app leans on: domain errors, API base classes, pagination. No models, no rules."""
