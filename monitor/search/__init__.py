"""What a search is made of: words without case and accents, passages, questions, and excerpts with the words marked."""

from monitor.search.excerpt import excerpt
from monitor.search.passages import passages
from monitor.search.question import terms
from monitor.search.words import holds, words

__all__ = ["excerpt", "holds", "passages", "terms", "words"]
