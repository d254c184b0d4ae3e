-- Version 9: rules as data; the members' yearly appraisal and registration.

CREATE TABLE rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    number REAL NOT NULL,
    unit TEXT,
    year INTEGER NOT NULL,
    source TEXT NOT NULL,
    remark TEXT,
    code TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX rule_once ON rule (code, year);

CREATE TABLE appraisal_meeting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    date TEXT,
    place TEXT,
    expected INTEGER,
    present INTEGER,
    chair TEXT,
    recorder TEXT,
    remark TEXT
) STRICT;

CREATE INDEX appraisal_meeting_organisation_id ON appraisal_meeting (organisation_id);
CREATE UNIQUE INDEX appraisal_meeting_once ON appraisal_meeting (organisation_id, year);

CREATE TABLE member_appraisal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES member (id),
    year INTEGER NOT NULL,
    organisation_id INTEGER REFERENCES organisation (id),
    held TEXT,
    absent_reason TEXT,
    self_text TEXT,
    self_grade TEXT,
    votes_excellent INTEGER,
    votes_good INTEGER,
    votes_basic INTEGER,
    votes_poor INTEGER,
    votes_none INTEGER,
    suggested TEXT,
    branch_opinion TEXT,
    grade TEXT,
    superior_opinion TEXT,
    registration TEXT,
    registered_on TEXT,
    remark TEXT
) STRICT;

CREATE INDEX member_appraisal_member_id ON member_appraisal (member_id);
CREATE INDEX member_appraisal_organisation_id ON member_appraisal (organisation_id, year);
CREATE UNIQUE INDEX member_appraisal_once ON member_appraisal (member_id, year);

CREATE TABLE appraisal_standard (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL,
    item TEXT NOT NULL,
    content TEXT NOT NULL,
    base REAL NOT NULL,
    criteria TEXT,
    position INTEGER
) STRICT;

CREATE TABLE appraisal_point (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    appraisal_id INTEGER NOT NULL REFERENCES member_appraisal (id),
    standard_id INTEGER NOT NULL REFERENCES appraisal_standard (id),
    self_points REAL,
    branch_points REAL
) STRICT;

CREATE INDEX appraisal_point_appraisal_id ON appraisal_point (appraisal_id);
CREATE INDEX appraisal_point_standard_id ON appraisal_point (standard_id);
CREATE UNIQUE INDEX appraisal_point_once ON appraisal_point (appraisal_id, standard_id);
