"""Everything the bot knows and decides. Imports no channel; the floors are held by tests/test_floors.py."""
