"""Release notes: what a range of commits means for those who read about it.

`settings`  what a team has settled: components, series, sections, audiences, templates
`edits`     what people decided of single changes, to be laid over every rendering
`answer`    the notes themselves, before any output format
"""
