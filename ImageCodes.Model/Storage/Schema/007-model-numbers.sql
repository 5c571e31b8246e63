-- Where the numbers of models come from: each is given once, so that a job which names a removed model never means another one.
CREATE TABLE model_numbers (
  id INTEGER PRIMARY KEY AUTOINCREMENT
);
INSERT INTO model_numbers (id) SELECT id FROM models;
DELETE FROM model_numbers;
