-- Where disks are mounted that hold files of the library: what was there is not gone while its disk is.
CREATE TABLE mounts (path TEXT PRIMARY KEY) WITHOUT ROWID;
