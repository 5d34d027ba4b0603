"""What staff can do with a case: one file for each subject. `deed` says what a deed is, `known` lists them."""
