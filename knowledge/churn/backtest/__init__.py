"""What the churn score would have been worth on the firm's own past."""
