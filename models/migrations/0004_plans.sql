-- Plans of the campaign with their steps; brands and creations that a branch applies for, builds up, gains or loses.

CREATE TABLE plan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    issued TEXT,
    aims TEXT,
    content TEXT,
    remark TEXT
) STRICT;

CREATE UNIQUE INDEX plan_once ON plan (organisation_id, year);

CREATE TABLE plan_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    number INTEGER,
    task TEXT NOT NULL,
    who TEXT,
    due TEXT,
    done TEXT,
    result TEXT
) STRICT;

CREATE INDEX plan_step_plan_id ON plan_step (plan_id);

CREATE TABLE brand (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    member_id INTEGER REFERENCES member (id),
    level TEXT,
    state TEXT NOT NULL,
    applied TEXT,
    started TEXT,
    named TEXT,
    granted_by TEXT,
    document TEXT,
    lost TEXT,
    people TEXT,
    basics TEXT,
    remark TEXT
) STRICT;

CREATE INDEX brand_organisation_id ON brand (organisation_id);
CREATE INDEX brand_member_id ON brand (member_id);
