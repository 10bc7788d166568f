"""What the ports of the bot are over the store."""
