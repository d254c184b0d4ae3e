-- Version 14: awards and their conditions as data by year; a reason for going beyond a quota.

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
