-- Who looks at a recording that is still being made: it is made before others. docs/adr/0050.
create table awaited_recordings (
    recording_id uuid not null,
    organization_id uuid not null,
    at timestamptz not null,
    constraint awaited_recordings_pkey primary key (recording_id),
    constraint awaited_recordings_recording_id_fkey foreign key (recording_id) references recordings (id) on delete cascade
);
alter table awaited_recordings enable row level security;
create policy one_organization on awaited_recordings using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update on awaited_recordings to records_app;
