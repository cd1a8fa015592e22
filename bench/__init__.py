"""Speed and quality, measured side by side; nothing here runs in the bot."""
