-- Folders that the server keeps the library in step with.
CREATE TABLE watched_folders (
  path  TEXT PRIMARY KEY,
  begun TEXT NOT NULL                             -- UTC, ISO 8601
) WITHOUT ROWID;
