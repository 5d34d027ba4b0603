"""Surveys: who may answer, what was answered, and counts and tables in which nobody can be recognised."""
