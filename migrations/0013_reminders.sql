-- How many of the reminders before the end of its quarantine a track has had.
alter table tracks add column reminders integer not null default 0;
alter table tracks alter column reminders drop default;

-- Two servers that sign for the first time at the same moment made a key each. From now on an organization's keys are numbered,
-- and a number is taken once: the second finds the key of the first.
alter table ledger_keys add column ordinal integer not null default 0;
alter table ledger_keys disable trigger written_once; -- numbering those that exist is the one change that they see, and only here
update ledger_keys k set ordinal = numbered.ordinal
  from (select organization_id, key_id, row_number() over (partition by organization_id order by made_at, key_id) - 1 as ordinal from ledger_keys) numbered
 where k.organization_id = numbered.organization_id and k.key_id = numbered.key_id;
alter table ledger_keys enable trigger written_once;
alter table ledger_keys alter column ordinal drop default;
create unique index ix_ledger_keys_organization_id_ordinal on ledger_keys (organization_id, ordinal);
