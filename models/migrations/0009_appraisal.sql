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
