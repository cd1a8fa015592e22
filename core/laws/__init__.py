"""Laws: the register, citations checked against it, and official texts loaded at run time."""

from core.laws.register import LawRegister

__all__ = ["LawRegister"]
