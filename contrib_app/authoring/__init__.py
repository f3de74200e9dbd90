"""Help for the next authority: start a benefit, and explain a beginner's errors."""
