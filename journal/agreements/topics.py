"""What hints about guidelines are called (`couples.live`)."""

#: The draft has changed: a line, the order, a question. With an id and a revision: this line alone.
DRAFT = "guidelines"
#: What is signed, or in force, has changed.
SIGNED = "guidelines-signed"
#: The partner has opened or closed a line that this person has open.
OPEN = "guidelines-open"
