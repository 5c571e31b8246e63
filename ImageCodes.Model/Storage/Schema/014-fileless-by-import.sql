-- Each import looks for what it met itself: when it began, UTC. What one left behind that did not come to its end is nobody's after a day.
ALTER TABLE fileless ADD COLUMN begun TEXT NOT NULL DEFAULT '';
