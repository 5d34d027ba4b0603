"""Reports that nobody sent: made so that what stays closed in the database counts nothing. Nobody ever sees one."""
