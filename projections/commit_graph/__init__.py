"""The commit graph: which commits reach which others, as far as it was known at any position.

How it stays right whatever comes first, and why a walk costs what its answer costs:

`node`        a commit as the table keeps it
`generations` the number by which every child stands above its parents
`arrival`     facts become rows
`table`       the table as a whole
`shelf`       rows are read back, as of a position
`walk`        colours run down from the heads, and say who reaches whom
`nearby`      which heads contain recent commits, by a walk
`owned`       which heads contain any commits, out of all rows, kept while news is small
`ranges`      what one commit reaches and another does not, out of what is kept
`answers`     what questions ask of all that
"""

from projections.commit_graph.table import CommitGraph

__all__ = ["CommitGraph"]
