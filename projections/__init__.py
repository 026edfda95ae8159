"""From facts to answers: pure folds, and tables where a fold over everything would be too slow.

A question is a function of a view (`projections.view`), in the file that bears its name:

    release, releases, unreleased   what a tag is and brought; the lists; what no release has yet
    changelog                       what one point has and another has not
    where                           how far a pull request, a commit or an issue has come
    environments                    what runs where
    checks, tag_state               what was verified at a commit; which commit a tag names
    readiness                       whether a commit could be released now
    timeline, facts                 what happened for a release, in sentences; the facts themselves
    identity, repositories          what a repository is called and is about, and whether it lives

What they are made of, from the ground up:

    fold, moves, who                facts in any order; names that move; people in an answer
    kept                            what was made of objects that come again
    page, pull_state, shipments     a GitHub release, a pull request, a deployment as it stands
    heard                           what was heard of commits, found once for many ranges
    texts, belonging, matching      commits, and the pull requests that brought them
    brought, change, contained      the changes of a range, and all that is said of one
    claims, inside, targets         what changes say they take back, and what they mean by it
    reverts, origins, surroundings  what is left of them; where backports are from; all around them
    within, contents                what lies within many ranges; what one range holds
    touched, touching               the paths of commits; which of them concern a component
    ownership                       which tagged commits contain which others, in one pass
    standing, tags_at, kin, base    the tags that exist; those at a commit; relatives; what precedes
    release_state, parts, numbering the state of a release, its people, its version
    branches, ends                  heads of branches; the ends of a range as people name them
    running, reach                  what an environment runs; which of them contain a commit
    sentence                        a fact in plain English

The release process, from people's decisions:

    approvals, manifest             who gave his word for a release, and on what he was shown
    waiting                         what is open for somebody to approve
    plan, planned                   what was decided before the tag, beside what it became
    case, at_commit, gates          what is judged, by which conditions
    trains, calendar                what leaves by a timetable; a month by its days
    freezes, closed                 when nothing may go on, and when it may again; what is so now
    directory                       people, teams, and who may do what in the repository
    policy                          the rules that a team wrote down
    recorded, condition             decisions as folds see them; what a release needs
    promotions, stays, locks        where it has to have been, and how long; what keeps it out
    course, rollouts                what was decided in an environment; how what goes out fares
    candidates, way                 what would go where next; the environments in their order
    signals, observed               what was measured, which alerts fired; what was found running
    incidents, incident_cause       what broke, and the deployment that is held to have done it
    notices                         what people are told of, and in which words
    verdict                         whether it may go into an environment, and why not

Release notes: `notes`; what a team lets us say of them elsewhere: `publish`. Pages over many:
`board`, `feed`.

Tables: `names`, `repository_names`, `first_commits`, `holdings`, `commit_graph`; how one is
spelled: `table`; the facts as they read them: `stored`.
"""
