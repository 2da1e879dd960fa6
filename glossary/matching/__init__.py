"""Which query finds which term: keys, queries, ranking."""
