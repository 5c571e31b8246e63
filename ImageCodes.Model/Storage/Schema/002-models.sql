-- Which model makes codes: that of the newest row, or the program's own where there is none. Taking the newest row away
-- goes back to the model before it.
CREATE TABLE model_uses (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
  begun    TEXT    NOT NULL
);
