"""What reports and glossaries bring: drafts of their entries, new editions of what is there, plans of what that does."""
