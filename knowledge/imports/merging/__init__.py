"""Ties between ids: listed, made and parted by hand, undoable, and kept over later imports."""
