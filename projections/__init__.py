"""From facts to answers: pure folds, and tables where a fold over everything would be too slow."""
