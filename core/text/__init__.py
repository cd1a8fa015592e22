"""Text as citizens write it: normalized for matching, masked for storing, numerals read."""

from core.text.mask import mask
from core.text.normalize import normalize, simplified_script

__all__ = ["mask", "normalize", "simplified_script"]
