"""What a change means to people: clauses of two versions aligned, their scopes compared, the severity of it all."""
