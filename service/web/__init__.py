"""The pages, readable without JavaScript, each with its JSON twin."""
