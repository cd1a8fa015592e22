"""The commands of bot.py besides the channels: a door for staff and for programs."""
