"""The expressions of a form: XPath 1.0 with the functions of OpenRosa and ODK."""
