-- Version 11: why a rule gave its score; what the office counts for a score or leaves out of it.

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
