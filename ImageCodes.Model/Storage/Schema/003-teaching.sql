-- What people call pictures: a label is the name of a folder, or a tag that someone set.
CREATE TABLE labels_of_both (
  picture_id INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
  label      TEXT    NOT NULL,
  source     TEXT    NOT NULL CHECK (source IN ('folder', 'tag')),
  PRIMARY KEY (picture_id, label, source)
) WITHOUT ROWID;
INSERT INTO labels_of_both SELECT picture_id, label, source FROM labels;
DROP TABLE labels;
ALTER TABLE labels_of_both RENAME TO labels;
CREATE INDEX labels_by_label ON labels (label);

-- Someone saw two pictures and said whether they are alike.
CREATE TABLE verdicts (
  first_id  INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
  second_id INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
  alike     INTEGER NOT NULL CHECK (alike IN (0, 1)),
  given     TEXT    NOT NULL,                     -- UTC, ISO 8601
  PRIMARY KEY (first_id, second_id),
  CHECK (first_id < second_id)
) WITHOUT ROWID;
CREATE INDEX verdicts_by_second ON verdicts (second_id);
