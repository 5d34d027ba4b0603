"""Organisers make, change, publish and report on meetings; how a meeting reads to everybody."""
