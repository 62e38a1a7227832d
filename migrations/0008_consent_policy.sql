-- What the organization asks beside the law: every version stays, so that a past decision can be made again.
create table consent_policies (
    organization_id uuid not null,
    version integer not null,
    in_force_since timestamptz not null,
    changed_by text not null,
    terms jsonb not null,
    constraint consent_policies_pkey primary key (organization_id, version)
);
alter table consent_policies enable row level security;
create policy one_organization on consent_policies using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert on consent_policies to records_app;
create trigger written_once before update or delete on consent_policies for each row execute function refuse_change();
create trigger never_emptied before truncate on consent_policies for each statement execute function refuse_change();
