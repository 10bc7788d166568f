"""What is kept of people and customers: found, handed out, erased, and dropped when its time is over."""
