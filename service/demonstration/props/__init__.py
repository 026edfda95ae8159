"""The props: what the play is about, as it stands at one of its moments."""
