-- The composite in several sizes, and what each derivative costs to make. docs/adr/0050.
alter table derivatives add column height integer;
alter table derivatives add column cost double precision not null default 1;
alter table derivatives alter column cost drop default;
alter table tracks add column picture_width integer;
alter table tracks add column picture_height integer;
