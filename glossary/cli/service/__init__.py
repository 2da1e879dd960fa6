"""`glossary serve` and `glossary ready`: the service as a process, from the socket it listens on to its end."""
