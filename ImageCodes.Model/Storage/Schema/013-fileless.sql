-- Pictures whose last file holds another picture of the library since: their own file may have been moved, and is looked for until what is taken in now is over.
CREATE TABLE fileless (picture_id INTEGER PRIMARY KEY REFERENCES pictures (id) ON DELETE CASCADE);
