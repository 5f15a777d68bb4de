"""What a whole text states: its sentences read with what stands around them, and the facts that people need."""
