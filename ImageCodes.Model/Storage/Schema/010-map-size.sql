-- How many codes the library had when the map was laid out: what it says of many more is worth less.
ALTER TABLE maps ADD COLUMN codes INTEGER NOT NULL DEFAULT 0;
UPDATE maps SET codes = (SELECT COUNT(*) FROM map_points p WHERE p.model_id = maps.model_id);
