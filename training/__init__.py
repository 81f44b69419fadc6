"""Trains the reader; torch lives here and nowhere else."""
