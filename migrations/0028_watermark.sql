-- Over whose picture stands who watches it. docs/adr/0042.
create table watermark_policies (
    organization_id uuid not null,
    shown_to text not null,
    version integer not null,
    constraint watermark_policies_pkey primary key (organization_id)
);
alter table watermark_policies enable row level security;
create policy one_organization on watermark_policies using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update on watermark_policies to records_app;
