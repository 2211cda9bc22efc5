"""`lms serve`, `lms work` and `lms content preview`: the site and its worker as processes."""
