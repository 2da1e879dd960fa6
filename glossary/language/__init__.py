"""The Chinese language, pure: normal forms, syllables, readings, scripts."""
