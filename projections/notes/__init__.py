"""Release notes: what a range of commits means for those who read about it.

`settings`  what a team has settled: components, series, sections, audiences, templates
`edits`     what people decided of single changes, to be laid over every rendering
`answer`    the notes themselves, before any output format
`span`      from where to where: a release, the unreleased, a range, what an environment would get
`series`    how tags are read as versions, and in which order they stand
`policies`  by which rule a release finds its base
`components`, `promotion`, `direction`  what spans are made of
`found_settings`  which files of settings hold; `read_…` reads each kind, by its `shape`
`classify`  what a change says that it is; `kinds` has the words that are in use for it
`sections`  where it stands, under which `conditions`; `headings` puts them in their order
`entries`   each change as it is shown, or why it is not; `trace` tells it step by step
`dependencies`, `folding`  the updates of one dependency as one line
`people`, `newcomers`  who wrote what, and whose first contribution it was
`advisories`, `next_version`  what is fixed for safety; the version that the changes ask for
`notes`     all of it together
"""
