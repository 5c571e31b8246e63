-- Thumbnails are JPEG files now; those that are WebP stay as they are.
ALTER TABLE thumbnails RENAME COLUMN webp TO file;
