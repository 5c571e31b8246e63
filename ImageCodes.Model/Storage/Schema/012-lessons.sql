-- What trainings did with pictures, by content, so that it is known where a picture is taken out and comes again: what was learned once tests no later model.
CREATE TABLE lessons (
  hash     TEXT PRIMARY KEY,                      -- of the picture, as in pictures
  held_out INTEGER NOT NULL CHECK (held_out IN (0, 1))   -- 0: learned
) WITHOUT ROWID;
