-- What the last import that brought pictures and came to its end did, and where its time went, JSON: one row.
CREATE TABLE last_import (only INTEGER PRIMARY KEY CHECK (only = 1), report TEXT NOT NULL);
