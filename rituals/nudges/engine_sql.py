"""What the engine asks of PostgreSQL, in the order it does."""

#: Most ticks find nobody: they ask no more than this, of the first entry of an index.
EARLIEST = "SELECT min(next_at) FROM rituals_nudge"
_OFF = (
    # A batch is few rows of many, looked up one by one and put together in memory. Statistics that are behind, as they
    # are just after a busy minute, must not make a plan that reads whole tables instead, or compiles itself first.
    *("enable_hashjoin", "enable_mergejoin", "enable_memoize", "enable_sort", "jit"),
    # No batch waits for the disk. Nothing leaves before its lease is on disk, and with a commit all earlier ones are:
    # what a crash takes away from here was sent to nobody, and is rung for again as if it had never been.
    "synchronous_commit",
)
FOR_THIS_BATCH = "; ".join(f"SET LOCAL {setting} = off" for setting in _OFF)
#: Held before anything is asked about them: nothing is asked about what another dispatcher holds.
CLAIM = """
WITH held AS MATERIALIZED (
    SELECT ctid, person_id, ritual_id, zone, next_at, unanswered FROM rituals_nudge
    WHERE next_at <= %s ORDER BY next_at LIMIT %s FOR UPDATE SKIP LOCKED
), known AS (
    SELECT n.ctid, n.next_at, n.zone, r.at, r.weekdays, r.every, r.monthday, r.nth, r.starts_on, r.ends_on,
           r.retired_at IS NULL AND (
               SELECT m.person_id FROM couples_membership m
               WHERE m.person_id = n.person_id AND m.couple_id = r.couple_id AND m.left_at IS NULL LIMIT 1
           ) IS NOT NULL AS wanted,
           n.unanswered, r.practice,
           CASE WHEN EXISTS (
               SELECT 1 FROM couples_mute m
               WHERE m.person_id = n.person_id AND m.kind = 'nudge' AND m.channel = 'mail') THEN NOT EXISTS (
               SELECT 1 FROM couples_device d
               WHERE d.person_id = n.person_id AND NOT EXISTS (
                   SELECT 1 FROM couples_mute m
                   WHERE m.person_id = n.person_id AND m.kind = 'nudge' AND m.channel = 'push')
           ) ELSE FALSE END AS muted,
           GREATEST(CASE WHEN p.id IS NOT NULL THEN COALESCE(p.back_on, '9999-12-31') END, h.back_on) AS back_on,
           CASE WHEN p.id IS NOT NULL OR h.id IS NOT NULL THEN
               (SELECT own.zone FROM couples_person own WHERE own.id = n.person_id) END AS clock,
           CASE WHEN EXISTS (
               SELECT 1 FROM rituals_occurrencechange c WHERE c.ritual_id = r.id) THEN r.id END AS changed
    FROM held n JOIN rituals_ritual r ON r.id = n.ritual_id
         LEFT JOIN couples_pause p ON p.person_id = n.person_id
         LEFT JOIN couples_holiday h ON h.couple_id = r.couple_id AND h.ended_at IS NULL
)
SELECT array_agg(ctid)::text, count(*), next_at, zone, at, weekdays, every, monthday, nth, starts_on, ends_on, wanted,
       unanswered, practice, muted, back_on, clock, changed
FROM known
GROUP BY next_at, zone, at, weekdays, every, monthday, nth, starts_on, ends_on, wanted, unanswered, practice, muted,
         back_on, clock, changed
"""
_RING = """
WITH alike AS (
    SELECT * FROM unnest(%s::text[], %s::timestamptz[], %s::smallint[], %s::text[], %s::text[], %s::timestamptz[])
         AS u(nudges, next_at, unanswered, named, state, due)
), rung AS (
    UPDATE rituals_nudge n SET next_at = alike.next_at, unanswered = alike.unanswered
    FROM alike CROSS JOIN unnest(alike.nudges::tid[]) AS held(place) WHERE n.ctid = held.place
    RETURNING n.person_id AS person, n.ritual_id AS ritual, alike.named, alike.state, alike.due
), messages AS (
    SELECT person, ritual, ritual || ':' || named AS occurrence, state, due,
           %s::timestamptz AS now, %s::interval AS grace
    FROM rung WHERE named IS NOT NULL
), posted AS (
    INSERT INTO couples_message (id, kind, channel, person_id, address, occurrence, about, state, created_at, due_at,
                                 expires_at, next_try_at, attempts, refusals, error)
    SELECT gen_random_uuid(), 'nudge', 'mail', person, '', occurrence, ritual, state, now, due, due + grace, due,
           0, 0, '' FROM messages
    UNION ALL
    SELECT gen_random_uuid(), 'nudge', 'push', person, '', occurrence, ritual, state, now, due, due + grace, due,
           0, 0, '' FROM messages
    WHERE state = 'pending'
      AND EXISTS (SELECT 1 FROM couples_device d WHERE d.person_id = person)
      AND NOT EXISTS (
          SELECT 1 FROM couples_mute m WHERE m.person_id = person AND m.kind = 'nudge' AND m.channel = 'push')
    {posted_before} RETURNING id, state, channel
)
SELECT channel, array_agg(id::text) FROM posted WHERE state = 'pending' GROUP BY channel
"""
RING = _RING.format(posted_before="")
#: To look for each message before it is written costs a tenth of everything, and hardly ever finds one.
RING_AGAIN = _RING.format(posted_before="ON CONFLICT (person_id, kind, occurrence, channel) DO NOTHING")
