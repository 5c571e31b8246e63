-- How often the program ended while a job ran, since a person last asked for it: one that brings the program down is not taken up again for ever.
ALTER TABLE jobs ADD COLUMN kills INTEGER NOT NULL DEFAULT 0;
