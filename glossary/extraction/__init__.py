"""From a document to the draft of a report: section, entries, members, contexts, metadata. Pure."""
