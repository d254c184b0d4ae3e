"""Records to and from files and paper: no Qt."""
