-- Schemes have versions: one under which an assessment is signed is replaced by the next rather than changed.

ALTER TABLE scheme ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE scheme ADD COLUMN replaces_id INTEGER REFERENCES scheme (id);
CREATE INDEX scheme_replaces_id ON scheme (replaces_id);
