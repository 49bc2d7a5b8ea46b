"""Stored files: what was uploaded, by whom, and where its bytes lie.

Knows nothing of whose they are. An app that owns files refers to them by a foreign key with
``PROTECT``, registers its kinds, decides who may load them and hands over to
``api.answers.respond``.
"""
