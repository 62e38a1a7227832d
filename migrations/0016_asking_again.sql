-- The hash of a notice binds its language, version and purposes from now on; those that were published keep the hash that answers name.
alter table notices add column form integer not null default 1;
alter table notices alter column form drop default;

-- What is read out on the telephone is part of a notice.
alter table notices add column spoken text;
alter table notice_drafts add column spoken text;

-- The address of one's own recordings ends: by its term, with the person, or because somebody revoked it.
create table my_recordings_links (
    id uuid not null,
    organization_id uuid not null,
    person_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint my_recordings_links_pkey primary key (id)
);
create index ix_my_recordings_links_person_id on my_recordings_links (person_id);
alter table my_recordings_links enable row level security;
create policy one_organization on my_recordings_links using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert on my_recordings_links to records_app;
alter table persons add column my_recordings_revoked_at timestamptz;

-- A receipt tells how long a recording was to be kept on the day of the answer: every version of the policy stays. Those before
-- this migration stand on the ledger, each with what was before it.
create table retention_versions (
    retention_policy_id uuid not null,
    version integer not null,
    organization_id uuid not null default current_organization(),
    keep text not null,
    grace_days integer not null,
    in_force_since timestamptz not null,
    constraint retention_versions_pkey primary key (retention_policy_id, version),
    constraint retention_versions_retention_policy_id_fkey foreign key (retention_policy_id) references retention_policies (id) on delete cascade
);
insert into retention_versions
select p.id, (e.leaf::jsonb -> 'd' ->> 'version')::integer, p.organization_id, e.leaf::jsonb -> 'd' ->> 'keep', (e.leaf::jsonb -> 'd' ->> 'graceDays')::integer, e.at
  from retention_policies p
  join ledger_entries e on e.organization_id = p.organization_id and e.kind = 'policy.changed' and e.leaf::jsonb -> 'd' ->> 'policy' = 'retention';
insert into retention_versions
select p.id, 1, p.organization_id, coalesce(first.d ->> 'keepWas', p.keep), coalesce((first.d ->> 'graceDaysWas')::integer, p.grace_days),
       coalesce((select min(at) from ledger_entries where organization_id = p.organization_id), now())
  from retention_policies p
  left join lateral (select leaf::jsonb -> 'd' as d from ledger_entries
                      where organization_id = p.organization_id and kind = 'policy.changed' and leaf::jsonb -> 'd' ->> 'policy' = 'retention'
                      order by index limit 1) first on true;
alter table retention_versions enable row level security;
create policy one_organization on retention_versions using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert on retention_versions to records_app;
create trigger written_once before update or delete on retention_versions for each row execute function refuse_change();
create trigger never_emptied before truncate on retention_versions for each statement execute function refuse_change();
