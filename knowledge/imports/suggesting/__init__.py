"""Looks at foreign files and drafts a mapping for them: what each column may be, how sure that is, what is missing."""
