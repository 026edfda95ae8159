"""What git keeps in a clone on this machine's disk, read as facts."""
