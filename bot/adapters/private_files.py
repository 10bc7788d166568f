"""Files for the owner of the process alone."""

from knowledge.kernel.private_files import keep_private

__all__ = ["keep_private"]
