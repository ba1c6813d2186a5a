"""Training kit: from the simulator to the networks of the package, by one command."""
