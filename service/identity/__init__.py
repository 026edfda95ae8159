"""Identity: who somebody is, as GitHub or another provider proves it when he logs in."""
