"""Computing for many people at once: how fast, how well under load, and equal to the law alone."""
