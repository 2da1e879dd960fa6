"""The command line: the same jobs as the HTTP service, without HTTP."""
