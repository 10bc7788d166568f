"""All writing that people cause, one module a subject; each change is audited in its own transaction."""
