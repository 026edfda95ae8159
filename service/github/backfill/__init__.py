"""The backfill: a repository's past and present, read once, and what is new read again.

`reading`   what a kind is given, and how it says how far it got
`kinds`     all of them, in the order in which they make answers useful
`backfill`  one repository after the other, within limits, to be stopped anywhere
and one file for each kind of thing that is read.
"""
