-- Version 4: the whole campaign: every clause of the plan has its records.

-- Plans of the campaign with their steps; brands and creations that a branch applies for, builds up, gains or loses.
CREATE TABLE plan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    issued TEXT,
    aims TEXT,
    content TEXT,
    remark TEXT
) STRICT;

CREATE UNIQUE INDEX plan_once ON plan (organisation_id, year);

CREATE TABLE plan_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    number INTEGER,
    task TEXT NOT NULL,
    who TEXT,
    due TEXT,
    done TEXT,
    result TEXT
) STRICT;

CREATE INDEX plan_step_plan_id ON plan_step (plan_id);

CREATE TABLE brand (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    member_id INTEGER REFERENCES member (id),
    level TEXT,
    state TEXT NOT NULL,
    applied TEXT,
    started TEXT,
    named TEXT,
    granted_by TEXT,
    document TEXT,
    lost TEXT,
    people TEXT,
    basics TEXT,
    remark TEXT
) STRICT;

CREATE INDEX brand_organisation_id ON brand (organisation_id);
CREATE INDEX brand_member_id ON brand (member_id);

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

-- news and what it earns, role models, good practice.
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

-- reviews, what must be put right, supervision and random draws; the district of an organisation.
ALTER TABLE organisation ADD COLUMN district TEXT;

CREATE TABLE review (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    member_id INTEGER REFERENCES member (id),
    "by" TEXT NOT NULL,
    date TEXT NOT NULL,
    reviewer TEXT,
    reviewer_post TEXT,
    way TEXT,
    progress TEXT,
    promises TEXT,
    centre TEXT,
    service TEXT,
    team TEXT,
    achievements TEXT,
    problems TEXT,
    direction TEXT,
    score REAL,
    grade TEXT,
    signed INTEGER CHECK (signed IN (0, 1)),
    remark TEXT
) STRICT;

CREATE INDEX review_organisation_id ON review (organisation_id);
CREATE INDEX review_member_id ON review (member_id);

CREATE TABLE draw (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    date TEXT NOT NULL,
    place TEXT,
    drawn_by TEXT,
    witness TEXT,
    among TEXT NOT NULL,
    strata TEXT NOT NULL,
    count INTEGER NOT NULL,
    per_stratum INTEGER NOT NULL CHECK (per_stratum IN (0, 1)),
    each_stratum INTEGER NOT NULL CHECK (each_stratum IN (0, 1)),
    months INTEGER,
    team_size INTEGER,
    planned TEXT,
    seed TEXT NOT NULL,
    candidates TEXT NOT NULL,
    digest TEXT NOT NULL,
    pool TEXT,
    pool_digest TEXT,
    excluded TEXT,
    remark TEXT
) STRICT;

CREATE TABLE draw_pick (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    draw_id INTEGER NOT NULL REFERENCES draw (id),
    position INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    stratum TEXT,
    inspectors TEXT,
    lot TEXT NOT NULL
) STRICT;

CREATE INDEX draw_pick_draw_id ON draw_pick (draw_id);
CREATE INDEX draw_pick_organisation_id ON draw_pick (organisation_id);

CREATE TABLE inspection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT,
    way TEXT NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    planned TEXT,
    date TEXT,
    year INTEGER NOT NULL,
    place TEXT,
    team TEXT,
    documents TEXT,
    symposium_people INTEGER,
    overall TEXT,
    highlights TEXT,
    problems TEXT,
    demands TEXT,
    signed_by TEXT,
    pick_id INTEGER REFERENCES draw_pick (id),
    remark TEXT
) STRICT;

CREATE INDEX inspection_organisation_id ON inspection (organisation_id);
CREATE INDEX inspection_pick_id ON inspection (pick_id);

CREATE TABLE inspection_check (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    inspection_id INTEGER NOT NULL REFERENCES inspection (id),
    item TEXT NOT NULL,
    passed INTEGER CHECK (passed IN (0, 1)),
    note TEXT
) STRICT;

CREATE INDEX inspection_check_inspection_id ON inspection_check (inspection_id);

CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    origin_note TEXT,
    review_id INTEGER REFERENCES review (id),
    inspection_id INTEGER REFERENCES inspection (id),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    task TEXT NOT NULL,
    measure TEXT,
    due TEXT NOT NULL,
    responsible TEXT,
    result TEXT,
    done TEXT,
    rechecked_by TEXT,
    rechecked TEXT,
    recheck_passed INTEGER CHECK (recheck_passed IN (0, 1)),
    remark TEXT
) STRICT;

CREATE INDEX correction_review_id ON correction (review_id);
CREATE INDEX correction_inspection_id ON correction (inspection_id);
CREATE INDEX correction_organisation_id ON correction (organisation_id);

-- polls (群众评议): their items and classes of raters, whom they are about, ballots and typed totals.
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

-- rules as data; the members' yearly appraisal and registration.
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

CREATE TABLE appraisal_meeting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    date TEXT,
    place TEXT,
    expected INTEGER,
    present INTEGER,
    chair TEXT,
    recorder TEXT,
    remark TEXT
) STRICT;

CREATE INDEX appraisal_meeting_organisation_id ON appraisal_meeting (organisation_id);
CREATE UNIQUE INDEX appraisal_meeting_once ON appraisal_meeting (organisation_id, year);

CREATE TABLE member_appraisal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES member (id),
    year INTEGER NOT NULL,
    organisation_id INTEGER REFERENCES organisation (id),
    held TEXT,
    absent_reason TEXT,
    self_text TEXT,
    self_grade TEXT,
    votes_excellent INTEGER,
    votes_good INTEGER,
    votes_basic INTEGER,
    votes_poor INTEGER,
    votes_none INTEGER,
    suggested TEXT,
    branch_opinion TEXT,
    grade TEXT,
    superior_opinion TEXT,
    registration TEXT,
    registered_on TEXT,
    remark TEXT
) STRICT;

CREATE INDEX member_appraisal_member_id ON member_appraisal (member_id);
CREATE INDEX member_appraisal_organisation_id ON member_appraisal (organisation_id, year);
CREATE UNIQUE INDEX member_appraisal_once ON member_appraisal (member_id, year);

CREATE TABLE appraisal_standard (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL,
    item TEXT NOT NULL,
    content TEXT NOT NULL,
    base REAL NOT NULL,
    criteria TEXT,
    position INTEGER
) STRICT;

CREATE TABLE appraisal_point (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    appraisal_id INTEGER NOT NULL REFERENCES member_appraisal (id),
    standard_id INTEGER NOT NULL REFERENCES appraisal_standard (id),
    self_points REAL,
    branch_points REAL
) STRICT;

CREATE INDEX appraisal_point_appraisal_id ON appraisal_point (appraisal_id);
CREATE INDEX appraisal_point_standard_id ON appraisal_point (standard_id);
CREATE UNIQUE INDEX appraisal_point_once ON appraisal_point (appraisal_id, standard_id);

-- What the district committee wants by when; summaries with their pictures.
CREATE TABLE demand (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    sender TEXT,
    document TEXT,
    received TEXT,
    due TEXT,
    form TEXT,
    year INTEGER NOT NULL,
    handler TEXT,
    done TEXT,
    sent_id INTEGER REFERENCES sent (id),
    remark TEXT
) STRICT;

CREATE INDEX demand_sent_id ON demand (sent_id);
CREATE INDEX demand_due ON demand (due);

CREATE TABLE summary (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    month INTEGER,
    title TEXT,
    state TEXT NOT NULL,
    date TEXT,
    body TEXT,
    fingerprint TEXT,
    remark TEXT
) STRICT;

CREATE INDEX summary_organisation_id ON summary (organisation_id);

CREATE TABLE summary_picture (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    summary_id INTEGER NOT NULL REFERENCES summary (id),
    picture_id INTEGER NOT NULL REFERENCES attachment (id),
    caption TEXT,
    position INTEGER
) STRICT;

CREATE UNIQUE INDEX summary_picture_once ON summary_picture (summary_id, picture_id);
CREATE INDEX summary_picture_picture_id ON summary_picture (picture_id);
