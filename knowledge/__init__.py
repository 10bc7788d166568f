"""What the assistant knows: the customer store, the measures, the playbook."""
