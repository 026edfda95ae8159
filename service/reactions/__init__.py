"""Reactions: what the news of a repository makes us want to say. One file each, listed here."""

from service.reactions import commands, comments, gates, notes, notify, readiness
from service.reactions.reaction import Reaction

# What channels are told, which needs no GitHub.
TOLD: tuple[Reaction, ...] = (Reaction("notify", notify.wishes),)
REACTIONS: tuple[Reaction, ...] = (
    *TOLD,
    Reaction("notes", notes.wishes),
    Reaction("readiness", readiness.wishes, timed=True),
    Reaction("gates", gates.wishes, timed=True),
    Reaction("comments", comments.wishes),
    Reaction("commands", commands.wishes),
)
