-- A picture is its content: the same bytes are one row, however many files hold them.
CREATE TABLE pictures (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  hash     TEXT    NOT NULL UNIQUE,               -- SHA-256 of the file, hexadecimal
  bytes    INTEGER NOT NULL,
  format   TEXT,                                  -- null while unknown
  width    INTEGER,
  height   INTEGER,
  state    TEXT    NOT NULL CHECK (state IN ('pending', 'ready', 'failed')),
  error    TEXT,                                  -- a sentence, where state is 'failed'
  added    TEXT    NOT NULL                       -- UTC, ISO 8601
);
CREATE INDEX pictures_by_state ON pictures (state);

CREATE TABLE paths (
  path       TEXT    PRIMARY KEY,
  picture_id INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
  folder     TEXT    NOT NULL,
  bytes      INTEGER NOT NULL,
  modified   INTEGER NOT NULL                     -- ticks, UTC; with bytes it tells a file that has not changed
);
CREATE INDEX paths_by_picture ON paths (picture_id);
CREATE INDEX paths_by_folder ON paths (folder, path);

CREATE TABLE thumbnails (
  picture_id INTEGER PRIMARY KEY REFERENCES pictures ON DELETE CASCADE,
  webp       BLOB    NOT NULL
);

CREATE TABLE labels (
  picture_id INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
  label      TEXT    NOT NULL,
  source     TEXT    NOT NULL CHECK (source IN ('folder')),
  PRIMARY KEY (picture_id, label, source)
) WITHOUT ROWID;
CREATE INDEX labels_by_label ON labels (label);

CREATE TABLE models (
  id      INTEGER PRIMARY KEY,
  version TEXT    NOT NULL UNIQUE,                -- name and checksum
  bits    INTEGER NOT NULL,
  file    TEXT    NOT NULL,
  card    TEXT    NOT NULL,                       -- JSON
  added   TEXT    NOT NULL
);

-- Codes and removals carry a sequence that only grows: an index in memory follows the library by reading what is past the
-- last it saw, whichever process wrote it.
CREATE TABLE codes (
  sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id   INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
  picture_id INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
  code       BLOB    NOT NULL,                    -- the first bit is the highest of the first byte
  UNIQUE (model_id, picture_id)
);
CREATE INDEX codes_by_picture ON codes (picture_id);

CREATE TABLE activations (
  model_id   INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
  picture_id INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
  activations BLOB   NOT NULL,                    -- one signed byte a bit, in 127ths
  PRIMARY KEY (model_id, picture_id)
) WITHOUT ROWID;
CREATE INDEX activations_by_picture ON activations (picture_id);

CREATE TABLE removals (
  sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
  picture_id INTEGER NOT NULL
);
CREATE TRIGGER pictures_removed AFTER DELETE ON pictures
BEGIN
  INSERT INTO removals (picture_id) VALUES (old.id);
END;

CREATE TABLE jobs (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  kind     TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'completed', 'failed', 'cancelled')),
  request  TEXT NOT NULL,                         -- JSON
  progress TEXT,                                  -- JSON
  error    TEXT,                                  -- a sentence, where state is 'failed'
  created  TEXT NOT NULL,
  changed  TEXT NOT NULL
);
