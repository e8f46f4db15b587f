"""What figures stand on: a server with federations on it, web servers under load, and waiting until all is settled."""
