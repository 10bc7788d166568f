"""Turns decisions into the parts of a reply: sentences from the playbook, figures with their basis."""
