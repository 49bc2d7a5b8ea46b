"""Who treats whom: since when, and how much of the record that opens (DOMAIN.md "Who").

Kept by whoever makes it so (bookings, emergencies); every clinical ``visible_to`` asks here.
"""
