"""CDEvents, one file for each subject: what tools other than GitHub tell."""
