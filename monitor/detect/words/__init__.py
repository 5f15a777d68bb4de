"""Which words mean what: a file for each language, and the table in which a text's words are looked up."""
