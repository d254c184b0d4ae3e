-- Public commitments with their evidence; reports to the Party and members recommended to it; partner bodies.

CREATE TABLE commitment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    member_id INTEGER REFERENCES member (id),
    promiser TEXT,
    year INTEGER NOT NULL,
    made TEXT,
    title TEXT NOT NULL,
    criterion TEXT,
    due TEXT,
    responsible TEXT,
    channel TEXT,
    stage TEXT,
    progress TEXT,
    done TEXT,
    judged_self TEXT,
    judged_public TEXT,
    judged_organisation TEXT,
    judged TEXT,
    remark TEXT
) STRICT;

CREATE INDEX commitment_organisation_id ON commitment (organisation_id);
CREATE INDEX commitment_member_id ON commitment (member_id);

CREATE TABLE commitment_evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    commitment_id INTEGER NOT NULL REFERENCES commitment (id),
    activity_id INTEGER NOT NULL REFERENCES activity (id)
) STRICT;

CREATE UNIQUE INDEX commitment_evidence_once ON commitment_evidence (commitment_id, activity_id);
CREATE INDEX commitment_evidence_activity_id ON commitment_evidence (activity_id);

CREATE TABLE party_report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    reported TEXT NOT NULL,
    recipient TEXT,
    way TEXT,
    title TEXT NOT NULL,
    content TEXT,
    answer TEXT,
    money REAL,
    place TEXT,
    people TEXT,
    other TEXT,
    activity_id INTEGER REFERENCES activity (id),
    remark TEXT
) STRICT;

CREATE INDEX party_report_organisation_id ON party_report (organisation_id);
CREATE INDEX party_report_activity_id ON party_report (activity_id);

CREATE TABLE party_recommendation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    recommended TEXT NOT NULL,
    introducer TEXT,
    introducer_id TEXT,
    situation TEXT,
    expected INTEGER,
    present INTEGER,
    votes INTEGER,
    opinion TEXT,
    outcome TEXT NOT NULL,
    outcome_on TEXT,
    remark TEXT
) STRICT;

CREATE INDEX party_recommendation_organisation_id ON party_recommendation (organisation_id);
CREATE INDEX party_recommendation_member_id ON party_recommendation (member_id);

CREATE TABLE partner (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    contact TEXT,
    phone TEXT,
    size INTEGER,
    since TEXT,
    remark TEXT
) STRICT;

CREATE INDEX partner_organisation_id ON partner (organisation_id);

CREATE TABLE partner_part (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    activity_id INTEGER NOT NULL REFERENCES activity (id),
    partner_id INTEGER NOT NULL REFERENCES partner (id),
    reached INTEGER,
    young INTEGER,
    remark TEXT
) STRICT;

CREATE UNIQUE INDEX partner_part_once ON partner_part (activity_id, partner_id);
CREATE INDEX partner_part_partner_id ON partner_part (partner_id);
