"""The page wemem-lab in a notebook. What computes is the page, in the visitor's browser."""

from wemem_lab._widget import Audit, Tag, audit, show

__all__ = ["Audit", "Tag", "audit", "show"]
