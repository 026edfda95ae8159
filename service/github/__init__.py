"""GitHub's API: what is read from it and written to it, and nobody else speaks to it.

`connection` who we are there, and what we may see
`calls`      one question, one answer: limits, redirects and half answers are dealt with here
`requester`  PyGithub, told of nothing that it would get wrong
`errors`     what may become of a call
"""
