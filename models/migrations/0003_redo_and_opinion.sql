-- Version 3: an undoing says what it took back, so that it can be done again; the office's opinion on an assessment.

ALTER TABLE journal_action ADD COLUMN undoes INTEGER REFERENCES journal_action (id);
UPDATE journal_action SET undoes = (SELECT o.id FROM journal_action o WHERE o.undone_by = journal_action.id);

ALTER TABLE assessment ADD COLUMN office_opinion TEXT;
