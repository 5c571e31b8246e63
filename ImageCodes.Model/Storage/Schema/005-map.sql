-- Where pictures lie on the map of a model's codes. A map that is laid out anew has another number.
CREATE TABLE maps (
  model_id INTEGER PRIMARY KEY REFERENCES models ON DELETE CASCADE,
  layout   INTEGER NOT NULL,
  made     TEXT    NOT NULL                       -- UTC, ISO 8601
);
CREATE TABLE map_points (
  model_id   INTEGER NOT NULL REFERENCES maps ON DELETE CASCADE,
  picture_id INTEGER NOT NULL REFERENCES pictures ON DELETE CASCADE,
  x          REAL    NOT NULL,
  y          REAL    NOT NULL,
  PRIMARY KEY (model_id, picture_id)
) WITHOUT ROWID;
CREATE INDEX map_points_by_picture ON map_points (picture_id);
