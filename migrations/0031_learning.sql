-- Where learning signals go, who agreed to them, and what was played. docs/adr/0045.
create table learning_stores (
    organization_id uuid not null,
    home_page text not null,
    endpoint text not null,
    key text not null,
    sealed_secret bytea not null,
    threshold double precision not null,
    is_on boolean not null,
    version integer not null,
    constraint learning_stores_pkey primary key (organization_id)
);

create table learning_viewers (
    organization_id uuid not null,
    viewer text not null,
    has_agreed boolean not null,
    answered_at timestamptz not null,
    pseudonym uuid,
    identity_index bytea,
    version integer not null,
    constraint learning_viewers_pkey primary key (organization_id, viewer)
);

create table learning_registrations (
    id uuid not null,
    organization_id uuid not null,
    viewer text not null,
    recording_id uuid not null,
    activity text not null,
    length_ms bigint not null,
    segments jsonb not null,
    sessions jsonb not null,
    spent_ms bigint not null,
    is_completed boolean not null,
    last_at timestamptz,
    silent_at timestamptz,
    version integer not null,
    constraint learning_registrations_pkey primary key (id),
    constraint learning_registrations_organization_id_fkey foreign key (organization_id, viewer) references learning_viewers (organization_id, viewer) on delete cascade
);
create unique index ix_learning_registrations_organization_id_viewer_recording_id on learning_registrations (organization_id, viewer, recording_id);
create index ix_learning_registrations_recording_id on learning_registrations (recording_id);
create index ix_learning_registrations_organization_id_silent_at on learning_registrations (organization_id, silent_at);

alter table learning_stores enable row level security;
create policy one_organization on learning_stores using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table learning_viewers enable row level security;
create policy one_organization on learning_viewers using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table learning_registrations enable row level security;
create policy one_organization on learning_registrations using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update on learning_stores to records_app;
grant select, insert, update, delete on learning_viewers, learning_registrations to records_app;

-- The secret is wrapped under an epoch as the other values of the organization are.
create trigger keeps_epoch after insert or update of sealed_secret on learning_stores for each row execute function keep_epoch('sealed_secret');

create or replace function wrapped_under(organization uuid, wanted integer) returns boolean
    language sql stable
    return exists (select from person_keys where organization_id = organization and epoch = wanted and epoch > 0)
        or exists (select from object_shares where organization_id = organization and epoch = wanted and holder_id is null)
        or exists (select from ledger_payloads where organization_id = organization and sealed_epoch(sealed_values) = wanted and person_id is null)
        or exists (select from deliveries where organization_id = organization and (sealed_epoch(sealed_files) = wanted or sealed_epoch(sealed_report) = wanted))
        or exists (select from uploads where organization_id = organization and sealed_epoch(sealed_metadata) = wanted)
        or exists (select from share_links where organization_id = organization
            and (sealed_epoch(sealed_recipient) = wanted or sealed_epoch(sealed_sharer) = wanted or sealed_epoch(sealed_reason) = wanted or sealed_epoch(sealed_mail) = wanted))
        or exists (select from chapters where organization_id = organization and sealed_epoch(sealed_title) = wanted)
        or exists (select from idempotent_answers where organization_id = organization and sealed_epoch(sealed_body) = wanted)
        or exists (select from receipt_keys where organization_id = organization and sealed_epoch(sealed_private) = wanted)
        or exists (select from learning_stores where organization_id = organization and sealed_epoch(sealed_secret) = wanted)
        or exists (select from ledger_keys where organization_id = organization and sealed_epoch(sealed_private_key) = wanted);
