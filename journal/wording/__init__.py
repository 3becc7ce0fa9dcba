"""Gentle hints about wording, in English. They stand beside what somebody writes and never in its way.

- `engine` asks each rule of a set about the words, in order.
- A rule is of one of two kinds: `phrases` finds phrases of a list, `clauses` finds patterns clause by clause.
- `opening_rules` and `guideline_rules` are the two sets. Both are plain data: rather no hint than a wrong one.
"""
