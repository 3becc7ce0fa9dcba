"""Words at rest: every intimate text is encrypted with a key of its couple or person before it reaches the database.

`cipher` encrypts bytes, `keyring` holds the key-encryption keys, `keys` the data keys, `fields` the model fields.
`trial` says before a start whether NEARER_KEY is the right one, and `rotation` moves what it wraps to a newer one.
"""
