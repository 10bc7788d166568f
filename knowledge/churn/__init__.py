"""Who may leave: the signals, declared once each."""
