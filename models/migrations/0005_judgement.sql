-- Version 5: assessments and awards that explain themselves.

-- why a rule gave its score; what the office counts for a score or leaves out of it.
ALTER TABLE score ADD COLUMN why TEXT;

CREATE TABLE score_evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    score_id INTEGER NOT NULL REFERENCES score (id),
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    choice TEXT NOT NULL,
    figure TEXT,
    reason TEXT,
    remark TEXT
) STRICT;

CREATE UNIQUE INDEX score_evidence_once ON score_evidence (score_id, kind, record_id);
CREATE INDEX score_evidence_record ON score_evidence (kind, record_id);

-- Schemes have versions: one under which an assessment is signed is replaced by the next rather than changed.
ALTER TABLE scheme ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE scheme ADD COLUMN replaces_id INTEGER REFERENCES scheme (id);
CREATE INDEX scheme_replaces_id ON scheme (replaces_id);

-- the way of an assessment from the Party organisation's opinion to the signature; states kept for their codes.
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

-- awards and their conditions as data by year; a reason for going beyond a quota.
CREATE TABLE award_kind (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    whom TEXT NOT NULL,
    holder_kinds TEXT,
    form TEXT,
    position INTEGER,
    level TEXT,
    granted_by TEXT,
    quota_share REAL,
    quota_base TEXT,
    rounding TEXT,
    quota_number INTEGER,
    quota_per TEXT,
    one_honour INTEGER CHECK (one_honour IN (0, 1)),
    publicity_days INTEGER,
    documents TEXT,
    source TEXT,
    remark TEXT
) STRICT;

CREATE UNIQUE INDEX award_kind_once ON award_kind (year, name);

CREATE TABLE award_rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    award_id INTEGER NOT NULL REFERENCES award_kind (id),
    number INTEGER NOT NULL,
    condition TEXT NOT NULL,
    amount REAL,
    years INTEGER,
    word TEXT,
    level TEXT,
    period TEXT,
    force TEXT NOT NULL,
    source TEXT,
    remark TEXT
) STRICT;

CREATE INDEX award_rule_award_id ON award_rule (award_id);

ALTER TABLE nomination ADD COLUMN over_quota_reason TEXT;

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

-- certificates of honours, their looks and numbers.
ALTER TABLE honour ADD COLUMN certificate_number TEXT;
CREATE UNIQUE INDEX honour_certificate_number ON honour (certificate_number);

CREATE TABLE certificate_design (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    paper TEXT NOT NULL,
    backing TEXT NOT NULL,
    shift_right REAL,
    shift_down REAL
) STRICT;

CREATE TABLE certificate_line (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    design_id INTEGER NOT NULL REFERENCES certificate_design (id),
    text TEXT NOT NULL,
    font TEXT NOT NULL,
    size REAL NOT NULL,
    colour TEXT NOT NULL,
    align TEXT NOT NULL,
    "left" REAL NOT NULL,
    top REAL NOT NULL,
    width REAL NOT NULL,
    position INTEGER
) STRICT;

CREATE INDEX certificate_line_design_id ON certificate_line (design_id);
