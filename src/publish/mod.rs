//! Puts a site where reviewers can read it: places, plans, pointers, pruning.
