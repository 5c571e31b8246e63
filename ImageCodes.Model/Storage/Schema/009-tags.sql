-- Tags are few beside the names of folders, and listed alone.
CREATE INDEX labels_of_tags ON labels (label) WHERE source = 'tag';
