"""Two versions of one file made into one."""
