-- The order in which participants joined: the order of lanes and tiles.
alter table participants add column ordinal integer not null default 0;
alter table participants alter column ordinal drop default;
