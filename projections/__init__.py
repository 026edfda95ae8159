"""From facts to answers: pure folds, and the few tables that a fold over everything would be too slow for."""
