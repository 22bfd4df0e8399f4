"""Settings, addresses and the entry points of server and command. Nobody imports this room."""
