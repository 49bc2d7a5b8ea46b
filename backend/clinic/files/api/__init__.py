"""How stored files are sent, for the views of the apps that own them."""
