"""What can happen, and what may not: facts, decisions and rules, with no world around them."""
