-- Version 2: what is asked of the branches and comes back, what goes up, where values come from.

CREATE TABLE request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    asked TEXT,
    due TEXT,
    remark TEXT
) STRICT;

CREATE TABLE return (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id INTEGER NOT NULL REFERENCES request (id),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    version INTEGER NOT NULL,
    received TEXT NOT NULL,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    remark TEXT
) STRICT;

CREATE INDEX return_request_id ON return (request_id);
CREATE INDEX return_organisation_id ON return (organisation_id);

CREATE TABLE sent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    sent_on TEXT NOT NULL,
    recipient TEXT,
    document TEXT,
    digest TEXT NOT NULL,
    explanation TEXT
) STRICT;

CREATE TABLE origin (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    of_field TEXT NOT NULL,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    raw TEXT
) STRICT;

CREATE INDEX origin_record ON origin (kind, record_id);
