"""What every format stands on: the protocol, the registry, counted losses, and records that wait for their meaning."""
