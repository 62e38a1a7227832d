-- The play version that the last withdrawal made: an open player says why it stopped.
alter table recordings add column withdrawn_version integer not null default 0;
alter table recordings alter column withdrawn_version drop default;
