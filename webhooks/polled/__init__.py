"""What a poll tells and no webhook does: one file for each, with the facts that an import tells.

Their names hold a dot, which no event in a header of GitHub's can.
"""
