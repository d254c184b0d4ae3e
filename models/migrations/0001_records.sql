-- Version 1: the journal, and the records of the office.

CREATE TABLE journal_action (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    background INTEGER NOT NULL DEFAULT 0 CHECK (background IN (0, 1)),
    undone_by INTEGER REFERENCES journal_action (id)
) STRICT;

CREATE TABLE journal_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    action_id INTEGER NOT NULL REFERENCES journal_action (id),
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    old TEXT,
    new TEXT
) STRICT;

CREATE INDEX journal_entry_record ON journal_entry (kind, record_id);
CREATE INDEX journal_entry_action ON journal_entry (action_id);

CREATE TABLE dictionary_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dictionary TEXT NOT NULL,
    word TEXT NOT NULL,
    parent TEXT,
    synonyms TEXT,
    position INTEGER,
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE setting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    content TEXT
) STRICT;

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    short_name TEXT,
    kind TEXT NOT NULL,
    parent_id INTEGER REFERENCES organisation (id),
    unit TEXT,
    party_organisation TEXT,
    founded TEXT,
    last_election TEXT,
    term_years INTEGER,
    contact TEXT,
    phone TEXT,
    email TEXT,
    address TEXT,
    youth_non_member INTEGER,
    youth_35_male INTEGER,
    youth_35_female INTEGER,
    party_members_28 INTEGER,
    party_members_35 INTEGER,
    state TEXT NOT NULL,
    ended TEXT,
    merged_into_id INTEGER REFERENCES organisation (id),
    former_names TEXT,
    position INTEGER,
    remark TEXT
) STRICT;

CREATE INDEX organisation_parent_id ON organisation (parent_id);
CREATE INDEX organisation_merged_into_id ON organisation (merged_into_id);

CREATE TABLE term (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    number INTEGER,
    elected TEXT NOT NULL,
    present INTEGER,
    approved TEXT,
    remark TEXT
) STRICT;

CREATE INDEX term_organisation_id ON term (organisation_id);

CREATE TABLE member (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    branch_id INTEGER NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    sex TEXT,
    ethnicity TEXT,
    born TEXT,
    id_number TEXT UNIQUE,
    native_place TEXT,
    politics TEXT,
    education TEXT,
    degree TEXT,
    school TEXT,
    joined TEXT,
    joined_at TEXT,
    post TEXT,
    card_number TEXT,
    development_number TEXT,
    volunteer INTEGER CHECK (volunteer IN (0, 1)),
    volunteer_since TEXT,
    volunteer_number TEXT,
    last_grade TEXT,
    dues_until TEXT,
    applied_to_party INTEGER CHECK (applied_to_party IN (0, 1)),
    party_joined TEXT,
    in_party_committee INTEGER CHECK (in_party_committee IN (0, 1)),
    party_post TEXT,
    job TEXT,
    title_level TEXT,
    work_since TEXT,
    phone TEXT,
    office_phone TEXT,
    email TEXT,
    state TEXT NOT NULL,
    left_on TEXT,
    remark TEXT
) STRICT;

CREATE INDEX member_branch_id ON member (branch_id);

CREATE TABLE office (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    post TEXT NOT NULL,
    since TEXT,
    until TEXT,
    nature TEXT,
    grade TEXT,
    remark TEXT
) STRICT;

CREATE INDEX office_organisation_id ON office (organisation_id);
CREATE INDEX office_member_id ON office (member_id);

CREATE TABLE transfer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL,
    moved TEXT NOT NULL,
    source_id INTEGER REFERENCES organisation (id),
    target_id INTEGER REFERENCES organisation (id),
    outside TEXT,
    reason TEXT
) STRICT;

CREATE INDEX transfer_member_id ON transfer (member_id);
CREATE INDEX transfer_source_id ON transfer (source_id);
CREATE INDEX transfer_target_id ON transfer (target_id);

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    caption TEXT,
    position INTEGER
) STRICT;

CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    branch_id INTEGER NOT NULL REFERENCES organisation (id),
    category TEXT NOT NULL,
    kind TEXT,
    title TEXT NOT NULL,
    start TEXT NOT NULL,
    start_time TEXT,
    end TEXT,
    place TEXT,
    organiser TEXT,
    partners TEXT,
    joint_with_party INTEGER CHECK (joint_with_party IN (0, 1)),
    host TEXT,
    leader TEXT,
    recorder TEXT,
    expected INTEGER,
    present INTEGER,
    league_present INTEGER,
    youth_present INTEGER,
    absent TEXT,
    hours_each REAL,
    person_hours REAL,
    beneficiaries TEXT,
    content TEXT,
    result TEXT,
    cost REAL,
    report_state TEXT,
    remark TEXT
) STRICT;

CREATE INDEX activity_branch_id ON activity (branch_id);

CREATE TABLE participation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    activity_id INTEGER NOT NULL REFERENCES activity (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    hours REAL,
    role TEXT
) STRICT;

CREATE UNIQUE INDEX participation_once ON participation (activity_id, member_id);

CREATE TABLE honour (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    level TEXT,
    member_id INTEGER REFERENCES member (id),
    organisation_id INTEGER REFERENCES organisation (id),
    granted_by TEXT,
    granted TEXT NOT NULL,
    document TEXT,
    remark TEXT
) STRICT;

CREATE INDEX honour_member_id ON honour (member_id);
CREATE INDEX honour_organisation_id ON honour (organisation_id);

CREATE TABLE nomination (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    member_id INTEGER REFERENCES member (id),
    organisation_id INTEGER REFERENCES organisation (id),
    rank INTEGER,
    state TEXT NOT NULL,
    resume TEXT,
    deeds TEXT,
    conviction TEXT,
    study TEXT,
    achievement TEXT,
    conduct TEXT,
    building TEXT,
    education TEXT,
    action TEXT,
    response TEXT,
    branch_opinion TEXT,
    party_opinion TEXT,
    office_opinion TEXT,
    public_from TEXT,
    public_until TEXT,
    public_scope TEXT,
    public_result TEXT,
    sent_on TEXT,
    sent_document TEXT,
    decided_on TEXT,
    decision_document TEXT,
    remark TEXT
) STRICT;

CREATE INDEX nomination_member_id ON nomination (member_id);
CREATE INDEX nomination_organisation_id ON nomination (organisation_id);

CREATE TABLE nomination_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    state TEXT NOT NULL,
    reached TEXT NOT NULL,
    signed_by TEXT,
    note TEXT
) STRICT;

CREATE INDEX nomination_step_nomination_id ON nomination_step (nomination_id);

CREATE TABLE scheme (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    kind TEXT,
    source TEXT,
    weight_office REAL,
    weight_review REAL,
    weight_poll REAL,
    bonus_limit REAL,
    bands TEXT,
    remark TEXT
) STRICT;

CREATE TABLE indicator (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scheme_id INTEGER NOT NULL REFERENCES scheme (id),
    block TEXT NOT NULL,
    topic TEXT,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    points REAL NOT NULL,
    criteria TEXT,
    basis TEXT,
    scorer TEXT,
    rule TEXT
) STRICT;

CREATE INDEX indicator_scheme_id ON indicator (scheme_id);

CREATE TABLE assessment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    scheme_id INTEGER NOT NULL REFERENCES scheme (id),
    state TEXT NOT NULL,
    review_score REAL,
    poll_score REAL,
    grade TEXT,
    recommended INTEGER CHECK (recommended IN (0, 1)),
    party_opinion TEXT,
    self_assessor TEXT,
    assessors TEXT,
    signed_on TEXT,
    remark TEXT
) STRICT;

CREATE INDEX assessment_organisation_id ON assessment (organisation_id);
CREATE INDEX assessment_scheme_id ON assessment (scheme_id);

CREATE TABLE score (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    indicator_id INTEGER NOT NULL REFERENCES indicator (id),
    self_score REAL,
    public_score REAL,
    office_score REAL,
    computed REAL,
    reason TEXT,
    evidence TEXT,
    vetoed INTEGER CHECK (vetoed IN (0, 1)),
    remark TEXT
) STRICT;

CREATE UNIQUE INDEX score_once ON score (assessment_id, indicator_id);
CREATE INDEX score_indicator_id ON score (indicator_id);

CREATE UNIQUE INDEX dictionary_entry_once ON dictionary_entry (dictionary, word);
CREATE INDEX activity_start ON activity (start);
CREATE INDEX participation_hours ON participation (member_id, hours);
CREATE INDEX attachment_record ON attachment (kind, record_id);
