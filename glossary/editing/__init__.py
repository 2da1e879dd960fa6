"""What editors do by hand: create, change, merge and withdraw concepts, each stated as a draft and brought to the rows."""
