"""Small faults put into the code by chance, to see whether the tests would notice. Run `python -m tests.mutation`."""
