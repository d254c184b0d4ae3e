-- Version 8: polls (群众评议): their items and classes of raters, whom they are about, ballots and typed totals.

CREATE TABLE poll (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    held TEXT,
    scale TEXT NOT NULL,
    satisfied INTEGER NOT NULL,
    quorum REAL,
    make_up_below REAL,
    remark TEXT
) STRICT;

CREATE TABLE poll_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    poll_id INTEGER NOT NULL REFERENCES poll (id),
    number INTEGER NOT NULL,
    content TEXT NOT NULL
) STRICT;

CREATE INDEX poll_item_poll_id ON poll_item (poll_id);

CREATE TABLE poll_class (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    poll_id INTEGER NOT NULL REFERENCES poll (id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    weight REAL,
    each INTEGER
) STRICT;

CREATE INDEX poll_class_poll_id ON poll_class (poll_id);

CREATE TABLE poll_target (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    poll_id INTEGER NOT NULL REFERENCES poll (id),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    opinions TEXT,
    remark TEXT
) STRICT;

CREATE UNIQUE INDEX poll_target_once ON poll_target (poll_id, organisation_id);
CREATE INDEX poll_target_organisation_id ON poll_target (organisation_id);

CREATE TABLE poll_count (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    target_id INTEGER NOT NULL REFERENCES poll_target (id),
    rater_id INTEGER REFERENCES poll_class (id),
    issued INTEGER,
    returned INTEGER,
    valid INTEGER
) STRICT;

CREATE INDEX poll_count_target_id ON poll_count (target_id);
CREATE INDEX poll_count_rater_id ON poll_count (rater_id);

CREATE TABLE poll_total (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    target_id INTEGER NOT NULL REFERENCES poll_target (id),
    rater_id INTEGER REFERENCES poll_class (id),
    item_id INTEGER NOT NULL REFERENCES poll_item (id),
    counts TEXT NOT NULL,
    abstained INTEGER NOT NULL
) STRICT;

CREATE INDEX poll_total_target_id ON poll_total (target_id);
CREATE INDEX poll_total_rater_id ON poll_total (rater_id);
CREATE INDEX poll_total_item_id ON poll_total (item_id);

CREATE TABLE ballot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    target_id INTEGER NOT NULL REFERENCES poll_target (id),
    number INTEGER NOT NULL,
    rater_id INTEGER NOT NULL REFERENCES poll_class (id),
    answers TEXT,
    invalid INTEGER NOT NULL CHECK (invalid IN (0, 1)),
    reason TEXT,
    comment TEXT,
    again TEXT
) STRICT;

CREATE UNIQUE INDEX ballot_once ON ballot (target_id, number);
CREATE INDEX ballot_rater_id ON ballot (rater_id);
