-- The ledger becomes a Merkle tree (RFC 6962) with signed checkpoints, and keeps personal values beside itself instead of in
-- itself. Reasons: docs/adr/0019 to 0021.

-- The full subtrees that end with this entry, from level 1 upwards, 32 bytes each: empty for every entry with an even index.
-- A full subtree never changes, so its hash stands in the entry that completes it, written once like everything else there.
alter table ledger_entries add column subtrees bytea not null default '';

-- Entries written before are built into the tree. Their chain of hashes, which the tree replaces, is checked a last time:
-- a ledger that somebody changed must not get a new, clean proof.
alter table ledger_entries disable trigger written_once;
do $$
declare
    entry record;
    of_organization uuid;
    previous bytea;
    edge bytea[];
    completed bytea;
    hash bytea;
    rest bigint;
begin
    for entry in select organization_id, index, leaf, leaf_hash, chain_hash from ledger_entries order by organization_id, index loop
        if of_organization is distinct from entry.organization_id then
            of_organization := entry.organization_id;
            previous := decode(repeat('00', 32), 'hex');
            edge := '{}';
        end if;

        if entry.leaf_hash <> sha256('\x00'::bytea || convert_to(entry.leaf, 'UTF8')) or entry.chain_hash <> sha256(previous || entry.leaf_hash) then
            raise exception 'Entry % of the ledger of organization % is not what was written.', entry.index, entry.organization_id
                using hint = 'Keep this database as it is, as evidence, and upgrade a restored backup in which the ledger is whole.';
        end if;

        previous := entry.chain_hash;
        hash := entry.leaf_hash;
        completed := '';
        rest := entry.index;
        while rest & 1 = 1 loop
            hash := sha256('\x01'::bytea || edge[cardinality(edge)] || hash);
            edge := edge[1:cardinality(edge) - 1];
            completed := completed || hash;
            rest := rest >> 1;
        end loop;
        edge := edge || hash;
        if completed <> '' then
            update ledger_entries set subtrees = completed where organization_id = entry.organization_id and index = entry.index;
        end if;
    end loop;
end $$;
alter table ledger_entries enable trigger written_once;
alter table ledger_entries alter column subtrees drop default;
alter table ledger_entries drop column chain_hash;

-- Personal values of an entry, with the salt of its commitment, sealed under the person's key (or the organization's).
create table ledger_payloads (
    organization_id uuid not null,
    index bigint not null,
    person_id uuid,
    sealed_values bytea not null,
    constraint ledger_payloads_pkey primary key (organization_id, index)
);
create index ix_ledger_payloads_person_id on ledger_payloads (person_id);
alter table ledger_payloads enable row level security;
create policy one_organization on ledger_payloads using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, delete on ledger_payloads to records_app;

-- Destroying a person's key makes these values unreadable; in the same transaction they are gone as well.
create function forget_payloads() returns trigger
    language plpgsql as $$
begin
    delete from ledger_payloads where person_id = old.person_id;
    return old;
end $$;
create trigger forgets_payloads after delete on person_keys for each row execute function forget_payloads();

-- Who signs checkpoints. A row is kept for ever, so that every checkpoint ever made can be verified.
create table ledger_keys (
    organization_id uuid not null,
    key_id text not null,
    verifier_key text not null,
    sealed_private_key bytea not null,
    made_at timestamptz not null,
    constraint ledger_keys_pkey primary key (organization_id, key_id)
);
alter table ledger_keys enable row level security;
create policy one_organization on ledger_keys using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert on ledger_keys to records_app;
create trigger written_once before update or delete on ledger_keys for each row execute function refuse_change();
create trigger never_emptied before truncate on ledger_keys for each statement execute function refuse_change();

create table ledger_checkpoints (
    organization_id uuid not null,
    size bigint not null,
    root bytea not null,
    note text not null,
    made_at timestamptz not null,
    constraint ledger_checkpoints_pkey primary key (organization_id, size)
);
alter table ledger_checkpoints enable row level security;
create policy one_organization on ledger_checkpoints using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert on ledger_checkpoints to records_app;
create trigger written_once before update or delete on ledger_checkpoints for each row execute function refuse_change();
create trigger never_emptied before truncate on ledger_checkpoints for each statement execute function refuse_change();

-- What each reading of the whole ledger found.
create table ledger_scrubs (
    id uuid not null,
    organization_id uuid not null,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    entries bigint not null,
    checkpoints bigint not null,
    payloads bigint not null,
    findings jsonb not null,
    constraint ledger_scrubs_pkey primary key (id)
);
alter table ledger_scrubs enable row level security;
create policy one_organization on ledger_scrubs using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert on ledger_scrubs to records_app;
create trigger written_once before update or delete on ledger_scrubs for each row execute function refuse_change();
create trigger never_emptied before truncate on ledger_scrubs for each statement execute function refuse_change();
