"""Fine: from rough corners of each vertebra to its marks, on a crop at the film's own resolution."""
