"""The faults suite: what is killed, filled up, damaged, flooded and lied to, and what is there afterwards."""
