"""Letting out what organisers prepared: who may, the second yes, taking it back."""
