-- What the district committee wants by when; summaries with their pictures.

CREATE TABLE demand (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    sender TEXT,
    document TEXT,
    received TEXT,
    due TEXT,
    form TEXT,
    year INTEGER NOT NULL,
    handler TEXT,
    done TEXT,
    sent_id INTEGER REFERENCES sent (id),
    remark TEXT
) STRICT;

CREATE INDEX demand_sent_id ON demand (sent_id);
CREATE INDEX demand_due ON demand (due);

CREATE TABLE summary (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    month INTEGER,
    title TEXT,
    state TEXT NOT NULL,
    date TEXT,
    body TEXT,
    fingerprint TEXT,
    remark TEXT
) STRICT;

CREATE INDEX summary_organisation_id ON summary (organisation_id);

CREATE TABLE summary_picture (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    summary_id INTEGER NOT NULL REFERENCES summary (id),
    picture_id INTEGER NOT NULL REFERENCES attachment (id),
    caption TEXT,
    position INTEGER
) STRICT;

CREATE UNIQUE INDEX summary_picture_once ON summary_picture (summary_id, picture_id);
CREATE INDEX summary_picture_picture_id ON summary_picture (picture_id);
