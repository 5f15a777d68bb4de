"""wip"""
from selectolax.lexbor import LexborHTMLParser
from monitor.extract import limits, tree, prune, markdown
from monitor.records import Reading
def extract(raw, media_type, url="", *, select=(), remove=()):
    limits.guard(raw)
    if raw.startswith(b"%PDF"): return Reading("")
    t = LexborHTMLParser(raw)
    body = prune.prune(tree.grow(t.body))
    w = markdown.Writer(); w.write(body); w.flush()
    return Reading(markdown.render(w.blocks))
