"""Release notes: what a range of commits means for those who read about it.

`settings`  what a team has settled: components, series, sections, audiences, templates
`edits`     what people decided of single changes, to be laid over every rendering
`answer`    the notes themselves, before any output format
`span`      from where to where: a release, the unreleased, a range, what an environment would get
`series`    how tags are read as versions, and in which order they stand
`policies`  by which rule a release finds its base
`components`, `promotion`, `direction`  what spans are made of
"""
