"""The kinds of sources, one folder each: its declaration, a file to begin with, and how it is pulled."""
