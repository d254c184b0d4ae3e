"""What a record is, what is allowed and how it is kept: no Qt, no workbooks."""
