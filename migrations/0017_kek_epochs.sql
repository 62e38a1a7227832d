-- An erasure redacts a few recordings at a time, and has to know which are done.
alter table participants add column is_forgotten boolean not null default false;
update participants p set is_forgotten = true from persons s where s.id = p.person_id and s.erased_at is not null;
alter table participants alter column is_forgotten drop default;

-- A rotation exchanges wraps in these rows while others work on them: what counts as a change of theirs is said by a number.
alter table deliveries add column version integer not null default 1;
alter table deliveries alter column version drop default;
alter table uploads add column version integer not null default 1;
alter table uploads alter column version drop default;

-- The KEKs of an organization come in epochs, of which the highest is the current one. A row stands for an epoch under which something may still be wrapped; a rotation
-- moves everything to a new epoch and takes the old row away, and only then is the old KEK destroyed. The database itself makes
-- sure that nothing is wrapped under an epoch that is gone, whoever still believed in it: docs/adr/0025.
create table kek_epochs (
    organization_id uuid not null,
    epoch integer not null,
    provider text not null,
    made_at timestamptz not null,
    constraint kek_epochs_pkey primary key (organization_id, epoch)
);
alter table kek_epochs enable row level security;
create policy one_organization on kek_epochs using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, delete on kek_epochs to records_app;

-- A sealed value of the organization begins with version (1) and epoch (4, big-endian); version 2 tells the lengths of the
-- wrapped key and its check, in version 1 they are 40 and 16. What follows them is the value itself, which no rotation changes.
create function sealed_epoch(value bytea) returns integer
    language sql immutable strict
    return (get_byte(value, 1) << 24) | (get_byte(value, 2) << 16) | (get_byte(value, 3) << 8) | get_byte(value, 4);
create function sealed_body(value bytea) returns bytea
    language sql immutable strict
    return substring(value from case get_byte(value, 0) when 1 then 62 else 9 + ((get_byte(value, 5) << 8) | get_byte(value, 6)) + get_byte(value, 7) end);

-- Every epoch in use so far was that of a key file.
insert into kek_epochs (organization_id, epoch, provider, made_at)
select organization_id, epoch, 'file', now()
  from (select organization_id, epoch from person_keys
        union select organization_id, epoch from object_shares where holder_id is null
        union select organization_id, sealed_epoch(sealed_files) from deliveries where sealed_files is not null
        union select organization_id, sealed_epoch(sealed_report) from deliveries where sealed_report is not null
        union select organization_id, sealed_epoch(sealed_metadata) from uploads
        union select organization_id, sealed_epoch(sealed_recipient) from share_links
        union select organization_id, sealed_epoch(sealed_sharer) from share_links
        union select organization_id, sealed_epoch(sealed_body) from idempotent_answers
        union select organization_id, sealed_epoch(sealed_private) from receipt_keys
        union select organization_id, sealed_epoch(sealed_private_key) from ledger_keys
        union select organization_id, sealed_epoch(sealed_values) from ledger_payloads where person_id is null
        union select id, 1 from organizations) used;

-- What may be wrapped under an epoch, to find it and to count it.
create index wrapped_person_keys on person_keys (organization_id, epoch) where epoch > 0;
create index wrapped_object_shares on object_shares (organization_id, epoch) where holder_id is null;
create index wrapped_ledger_payloads on ledger_payloads (organization_id, sealed_epoch(sealed_values)) where person_id is null;

create function wrapped_under(organization uuid, wanted integer) returns boolean
    language sql stable
    return exists (select from person_keys where organization_id = organization and epoch = wanted and epoch > 0)
        or exists (select from object_shares where organization_id = organization and epoch = wanted and holder_id is null)
        or exists (select from ledger_payloads where organization_id = organization and sealed_epoch(sealed_values) = wanted and person_id is null)
        or exists (select from deliveries where organization_id = organization and (sealed_epoch(sealed_files) = wanted or sealed_epoch(sealed_report) = wanted))
        or exists (select from uploads where organization_id = organization and sealed_epoch(sealed_metadata) = wanted)
        or exists (select from share_links where organization_id = organization and (sealed_epoch(sealed_recipient) = wanted or sealed_epoch(sealed_sharer) = wanted))
        or exists (select from idempotent_answers where organization_id = organization and sealed_epoch(sealed_body) = wanted)
        or exists (select from receipt_keys where organization_id = organization and sealed_epoch(sealed_private) = wanted)
        or exists (select from ledger_keys where organization_id = organization and sealed_epoch(sealed_private_key) = wanted);

-- Whoever writes a wrapped key holds its epoch until the end of the transaction; whoever takes the epoch away waits for them
-- (the lock that a delete takes excludes theirs), then looks whether one is left.
create function keep_epoch() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    used integer;
begin
    for i in 0 .. tg_nargs - 1 loop
        if tg_argv[i] = 'epoch' then
            used := new.epoch;
        else
            execute format('select sealed_epoch(($1).%I)', tg_argv[i]) into used using new;
        end if;
        if used is not null then
            perform from kek_epochs k where k.organization_id = new.organization_id and k.epoch = used for key share;
            if not found then
                raise exception 'Epoch % of the organization has ended; wrap under the current one.', used using errcode = 'foreign_key_violation';
            end if;
        end if;
    end loop;
    return null;
end $$;
revoke execute on function keep_epoch() from public;
create trigger keeps_epoch after insert or update of epoch on person_keys for each row execute function keep_epoch('epoch');
create trigger keeps_epoch after insert or update of epoch on object_shares for each row when (new.holder_id is null) execute function keep_epoch('epoch');
create trigger keeps_epoch after insert or update of sealed_values on ledger_payloads for each row when (new.person_id is null) execute function keep_epoch('sealed_values');
create trigger keeps_epoch after insert or update of sealed_files, sealed_report on deliveries for each row execute function keep_epoch('sealed_files', 'sealed_report');
create trigger keeps_epoch after insert or update of sealed_metadata on uploads for each row execute function keep_epoch('sealed_metadata');
create trigger keeps_epoch after insert or update of sealed_recipient, sealed_sharer on share_links for each row execute function keep_epoch('sealed_recipient', 'sealed_sharer');
create trigger keeps_epoch after insert or update of sealed_body on idempotent_answers for each row execute function keep_epoch('sealed_body');
create trigger keeps_epoch after insert or update of sealed_private on receipt_keys for each row execute function keep_epoch('sealed_private');
create trigger keeps_epoch after insert or update of sealed_private_key on ledger_keys for each row execute function keep_epoch('sealed_private_key');

create function end_epoch() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from kek_epochs where organization_id = old.organization_id and epoch > old.epoch) then
        raise exception 'The current epoch cannot end.' using errcode = 'check_violation';
    end if;
    if wrapped_under(old.organization_id, old.epoch) then
        raise exception 'Something is still wrapped under epoch %.', old.epoch using errcode = 'foreign_key_violation';
    end if;
    return old;
end $$;
revoke execute on function end_epoch() from public;
create trigger ends_epoch before delete on kek_epochs for each row execute function end_epoch();

-- A rotation exchanges the wrap of a key, and nothing else: not the key's owner, not the value, and never for an older epoch.
create function exchange_wrap() returns trigger
    language plpgsql as $$
declare
    mine text := tg_argv[0];
    was bytea;
    becomes bytea;
begin
    if mine = 'epoch' then
        if new.epoch <= old.epoch or to_jsonb(new) - array['epoch', 'blob', 'check'] <> to_jsonb(old) - array['epoch', 'blob', 'check'] then
            raise exception 'Only a rotation exchanges the wrap of a key.' using errcode = 'insufficient_privilege';
        end if;
    else
        execute format('select ($1).%I, ($2).%I', mine, mine) into was, becomes using old, new;
        if sealed_epoch(becomes) <= sealed_epoch(was) or sealed_body(becomes) <> sealed_body(was) or to_jsonb(new) - mine <> to_jsonb(old) - mine then
            raise exception 'Only a rotation exchanges the wrap of a sealed value.' using errcode = 'insufficient_privilege';
        end if;
    end if;
    return new;
end $$;
create trigger exchanges_wrap before update on person_keys for each row execute function exchange_wrap('epoch');
create trigger exchanges_wrap before update on ledger_payloads for each row execute function exchange_wrap('sealed_values');
create trigger exchanges_wrap before update on receipt_keys for each row execute function exchange_wrap('sealed_private');
create trigger exchanges_wrap before update on idempotent_answers for each row execute function exchange_wrap('sealed_body');
drop trigger written_once on ledger_keys;
create trigger written_once before delete on ledger_keys for each row execute function refuse_change();
create trigger exchanges_wrap before update on ledger_keys for each row execute function exchange_wrap('sealed_private_key');
grant update (epoch, blob, "check") on person_keys to records_app;
grant update (sealed_values) on ledger_payloads to records_app;
grant update (sealed_private) on receipt_keys to records_app;
grant update (sealed_body) on idempotent_answers to records_app;
grant update (sealed_private_key) on ledger_keys to records_app;
