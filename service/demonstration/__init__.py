"""A demonstration: ten weeks of a team that does not exist, told as GitHub would tell them."""
