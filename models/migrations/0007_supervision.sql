-- Version 7: reviews, what must be put right, supervision and random draws; the district of an organisation.

ALTER TABLE organisation ADD COLUMN district TEXT;

CREATE TABLE review (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    member_id INTEGER REFERENCES member (id),
    "by" TEXT NOT NULL,
    date TEXT NOT NULL,
    reviewer TEXT,
    reviewer_post TEXT,
    way TEXT,
    progress TEXT,
    promises TEXT,
    centre TEXT,
    service TEXT,
    team TEXT,
    achievements TEXT,
    problems TEXT,
    direction TEXT,
    score REAL,
    grade TEXT,
    signed INTEGER CHECK (signed IN (0, 1)),
    remark TEXT
) STRICT;

CREATE INDEX review_organisation_id ON review (organisation_id);
CREATE INDEX review_member_id ON review (member_id);

CREATE TABLE draw (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    date TEXT NOT NULL,
    place TEXT,
    drawn_by TEXT,
    witness TEXT,
    among TEXT NOT NULL,
    strata TEXT NOT NULL,
    count INTEGER NOT NULL,
    per_stratum INTEGER NOT NULL CHECK (per_stratum IN (0, 1)),
    each_stratum INTEGER NOT NULL CHECK (each_stratum IN (0, 1)),
    months INTEGER,
    team_size INTEGER,
    planned TEXT,
    seed TEXT NOT NULL,
    candidates TEXT NOT NULL,
    digest TEXT NOT NULL,
    pool TEXT,
    pool_digest TEXT,
    excluded TEXT,
    remark TEXT
) STRICT;

CREATE TABLE draw_pick (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    draw_id INTEGER NOT NULL REFERENCES draw (id),
    position INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    stratum TEXT,
    inspectors TEXT,
    lot TEXT NOT NULL
) STRICT;

CREATE INDEX draw_pick_draw_id ON draw_pick (draw_id);
CREATE INDEX draw_pick_organisation_id ON draw_pick (organisation_id);

CREATE TABLE inspection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT,
    way TEXT NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    planned TEXT,
    date TEXT,
    year INTEGER NOT NULL,
    place TEXT,
    team TEXT,
    documents TEXT,
    symposium_people INTEGER,
    overall TEXT,
    highlights TEXT,
    problems TEXT,
    demands TEXT,
    signed_by TEXT,
    pick_id INTEGER REFERENCES draw_pick (id),
    remark TEXT
) STRICT;

CREATE INDEX inspection_organisation_id ON inspection (organisation_id);
CREATE INDEX inspection_pick_id ON inspection (pick_id);

CREATE TABLE inspection_check (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    inspection_id INTEGER NOT NULL REFERENCES inspection (id),
    item TEXT NOT NULL,
    passed INTEGER CHECK (passed IN (0, 1)),
    note TEXT
) STRICT;

CREATE INDEX inspection_check_inspection_id ON inspection_check (inspection_id);

CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    origin_note TEXT,
    review_id INTEGER REFERENCES review (id),
    inspection_id INTEGER REFERENCES inspection (id),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    task TEXT NOT NULL,
    measure TEXT,
    due TEXT NOT NULL,
    responsible TEXT,
    result TEXT,
    done TEXT,
    rechecked_by TEXT,
    rechecked TEXT,
    recheck_passed INTEGER CHECK (recheck_passed IN (0, 1)),
    remark TEXT
) STRICT;

CREATE INDEX correction_review_id ON correction (review_id);
CREATE INDEX correction_inspection_id ON correction (inspection_id);
CREATE INDEX correction_organisation_id ON correction (organisation_id);
