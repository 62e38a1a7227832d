-- An SFU may name a recording only once it runs: the name under which the first delivery of an announced call came.
alter table recordings add column delivered_id text;
