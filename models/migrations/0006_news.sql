-- Version 6: news and what it earns, role models, good practice.

CREATE TABLE news_standard (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL UNIQUE,
    source TEXT NOT NULL,
    only_highest INTEGER NOT NULL CHECK (only_highest IN (0, 1))
) STRICT;

CREATE TABLE news_points (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    standard_id INTEGER NOT NULL REFERENCES news_standard (id),
    kind TEXT NOT NULL,
    level TEXT,
    points REAL NOT NULL
) STRICT;

CREATE INDEX news_points_standard_id ON news_points (standard_id);

CREATE TABLE role_model (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT,
    name TEXT NOT NULL,
    member_id INTEGER REFERENCES member (id),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    since TEXT,
    level TEXT,
    department TEXT,
    contact TEXT,
    goal TEXT,
    plan TEXT,
    honours TEXT,
    deeds TEXT,
    honour_id INTEGER REFERENCES honour (id),
    activity_id INTEGER REFERENCES activity (id),
    visited TEXT,
    publicity TEXT,
    pushed_to TEXT,
    remark TEXT
) STRICT;

CREATE INDEX role_model_member_id ON role_model (member_id);
CREATE INDEX role_model_organisation_id ON role_model (organisation_id);
CREATE INDEX role_model_honour_id ON role_model (honour_id);
CREATE INDEX role_model_activity_id ON role_model (activity_id);

CREATE TABLE role_model_visit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    role_model_id INTEGER NOT NULL REFERENCES role_model (id),
    date TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT
) STRICT;

CREATE INDEX role_model_visit_role_model_id ON role_model_visit (role_model_id);

CREATE TABLE news (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    printed_title TEXT,
    date TEXT NOT NULL,
    author TEXT,
    activity_id INTEGER REFERENCES activity (id),
    role_model_id INTEGER REFERENCES role_model (id),
    channel TEXT,
    media TEXT,
    "column" TEXT,
    length INTEGER,
    homepage TEXT,
    link TEXT,
    content TEXT,
    remark TEXT
) STRICT;

CREATE INDEX news_organisation_id ON news (organisation_id);
CREATE INDEX news_activity_id ON news (activity_id);
CREATE INDEX news_role_model_id ON news (role_model_id);

CREATE TABLE news_use (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    news_id INTEGER NOT NULL REFERENCES news (id),
    level TEXT NOT NULL,
    "by" TEXT,
    date TEXT
) STRICT;

CREATE INDEX news_use_news_id ON news_use (news_id);

CREATE TABLE practice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    noted TEXT,
    content TEXT,
    effect TEXT,
    source_kind TEXT,
    activity_id INTEGER REFERENCES activity (id),
    inspection_id INTEGER REFERENCES inspection (id),
    source_note TEXT,
    promoted TEXT,
    promoted_on TEXT,
    promoted_to TEXT,
    remark TEXT
) STRICT;

CREATE INDEX practice_organisation_id ON practice (organisation_id);
CREATE INDEX practice_activity_id ON practice (activity_id);
CREATE INDEX practice_inspection_id ON practice (inspection_id);

CREATE INDEX news_date ON news (date);
