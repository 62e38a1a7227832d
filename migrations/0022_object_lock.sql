-- Until when an object is under lock (WORM), as far as we asked for it. docs/adr/0035.
alter table media_objects add column locked_until timestamptz;
