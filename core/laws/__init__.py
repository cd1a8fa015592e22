"""Laws: the register, citations checked against it, and official texts loaded at run time."""

from core.laws.references import Reference, ReferenceFinder
from core.laws.register import LawRegister
from core.laws.texts import Article, LawTexts

__all__ = ["Article", "LawRegister", "LawTexts", "Reference", "ReferenceFinder"]
