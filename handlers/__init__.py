"""Chat channels: one module or folder each. They carry; the core decides."""
