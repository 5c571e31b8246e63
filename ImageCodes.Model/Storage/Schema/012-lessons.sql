-- Which part of a training each picture went to first: what was learned once tests no later model. 1: held out, 0: learned.
CREATE TABLE lessons (
  picture_id INTEGER PRIMARY KEY REFERENCES pictures ON DELETE CASCADE,
  held_out   INTEGER NOT NULL CHECK (held_out IN (0, 1))
);
