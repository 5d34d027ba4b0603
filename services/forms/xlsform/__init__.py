"""An XLSForm read, checked and compiled into a form."""
