"""Gate: the network that says what a film is, before anything is looked for on it."""
