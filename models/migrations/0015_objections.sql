-- Objections raised while a nomination is made public.

CREATE TABLE objection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    received TEXT NOT NULL,
    objector TEXT,
    contact TEXT,
    content TEXT NOT NULL,
    looked_into_by TEXT,
    handling TEXT,
    result TEXT,
    closed TEXT
) STRICT;

CREATE INDEX objection_nomination_id ON objection (nomination_id);
