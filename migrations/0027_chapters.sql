-- Where something new begins in a recording. docs/adr/0041.
create table chapters (
    id uuid not null,
    organization_id uuid not null,
    recording_id uuid not null,
    at_ms bigint not null,
    sealed_title bytea not null,
    named uuid[] not null,
    constraint chapters_pkey primary key (id)
);
create unique index ix_chapters_recording_id_at_ms on chapters (recording_id, at_ms);

alter table chapters enable row level security;
create policy one_organization on chapters using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update, delete on chapters to records_app;

create trigger drops_word_marks after delete on chapters for each row execute function drop_word_marks();

-- The title is wrapped under an epoch as the other values of the organization are.
create trigger keeps_epoch after insert or update of sealed_title on chapters for each row execute function keep_epoch('sealed_title');

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
        or exists (select from ledger_keys where organization_id = organization and sealed_epoch(sealed_private_key) = wanted);
