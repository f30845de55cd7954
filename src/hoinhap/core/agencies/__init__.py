"""What is true of agencies whoever keeps them: kinds, names, lives, heirs. Pure values and functions, no database."""
