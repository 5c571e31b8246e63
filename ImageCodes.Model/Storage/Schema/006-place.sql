-- Where the library was last opened. Files below it are known by their full paths, which follow the library when it is moved or copied.
CREATE TABLE place (
  folder TEXT NOT NULL
);
