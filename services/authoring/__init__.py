"""What organisers write: texts in several languages, their lengths, the parts that content is made of."""
