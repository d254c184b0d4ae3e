-- Version 13: the way of an assessment from the Party organisation's opinion to the signature; states kept for their codes.

ALTER TABLE assessment ADD COLUMN party_signed_on TEXT;
ALTER TABLE assessment ADD COLUMN notice_from TEXT;
ALTER TABLE assessment ADD COLUMN notice_until TEXT;
ALTER TABLE assessment ADD COLUMN notice_result TEXT;
ALTER TABLE assessment ADD COLUMN reopened TEXT;

CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    organisation_id INTEGER REFERENCES organisation (id),
    year INTEGER NOT NULL,
    kept_at TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX snapshot_code ON snapshot (code);
CREATE INDEX snapshot_organisation_id ON snapshot (organisation_id);
