-- What a share link asks for and plays. docs/adr/0036.
alter table share_links
    add column starts_at timestamptz,
    add column plays_allowed integer,
    add column without_chat boolean not null default false,
    add column from_ns bigint,
    add column to_ns bigint,
    add column sealed_reason bytea,
    add column sealed_mail bytea,
    add column passphrase_hash text,
    add column wrong_tries integer not null default 0,
    add column code_mac bytea,
    add column code_sent_at timestamptz,
    add column code_tries integer not null default 0,
    add column codes_since timestamptz,
    add column codes_sent integer not null default 0,
    add column version integer not null default 1;
alter table share_links alter column without_chat drop default, alter column wrong_tries drop default, alter column code_tries drop default, alter column codes_sent drop default, alter column version drop default;

-- The two new sealed values are wrapped under an epoch as the others are.
drop trigger keeps_epoch on share_links;
create trigger keeps_epoch after insert or update of sealed_recipient, sealed_sharer, sealed_reason, sealed_mail on share_links for each row
    execute function keep_epoch('sealed_recipient', 'sealed_sharer', 'sealed_reason', 'sealed_mail');

create or replace function wrapped_under(organization uuid, wanted integer) returns boolean
    language sql stable
    return exists (select from person_keys where organization_id = organization and epoch = wanted and epoch > 0)
        or exists (select from object_shares where organization_id = organization and epoch = wanted and holder_id is null)
        or exists (select from ledger_payloads where organization_id = organization and sealed_epoch(sealed_values) = wanted and person_id is null)
        or exists (select from deliveries where organization_id = organization and (sealed_epoch(sealed_files) = wanted or sealed_epoch(sealed_report) = wanted))
        or exists (select from uploads where organization_id = organization and sealed_epoch(sealed_metadata) = wanted)
        or exists (select from share_links where organization_id = organization
            and (sealed_epoch(sealed_recipient) = wanted or sealed_epoch(sealed_sharer) = wanted or sealed_epoch(sealed_reason) = wanted or sealed_epoch(sealed_mail) = wanted))
        or exists (select from idempotent_answers where organization_id = organization and sealed_epoch(sealed_body) = wanted)
        or exists (select from receipt_keys where organization_id = organization and sealed_epoch(sealed_private) = wanted)
        or exists (select from ledger_keys where organization_id = organization and sealed_epoch(sealed_private_key) = wanted);
