-- Version 16: certificates of honours, their looks and numbers.

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
