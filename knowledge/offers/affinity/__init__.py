"""What goes with what they own: explainable scorers, each opening to the counts that justify it."""
