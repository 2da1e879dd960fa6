"""The domain: concepts, their terms, and how documents become concepts. Knows nothing of HTTP."""
