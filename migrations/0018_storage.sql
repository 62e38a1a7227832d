-- What a place of the object store could not be given, or made to give up, when it was asked: a copy, or a deletion. Of the
-- store and not of an organization, hence beside the tables that row-level security divides: ids of objects, and nothing else.
create schema storage;
grant usage on schema storage to records_app;
create table storage.debts (
    object_id uuid not null,
    place text not null,
    owed text not null,
    since timestamptz not null,
    not_before timestamptz,
    constraint debts_pkey primary key (object_id, place)
);
grant select, insert, update, delete on storage.debts to records_app;

-- Since when a place belongs to this store: what is older was never given to it.
create table storage.places (
    address text not null,
    since timestamptz not null,
    constraint places_pkey primary key (address)
);
grant select, insert on storage.places to records_app;

-- When an object was last read again, whole, in every place.
alter table media_objects add column checked_at timestamptz;
create index ix_media_objects_organization_id_checked_at on media_objects (organization_id, checked_at);

-- Objects that were not what had been written. A row stays when its object is made good, or destroyed.
create table object_damages (
    id uuid not null,
    organization_id uuid not null,
    object_id uuid not null,
    place text not null,
    what text not null,
    object_kind text not null,
    owner text not null,
    recording_id uuid,
    found_at timestamptz not null,
    repaired_at timestamptz,
    constraint object_damages_pkey primary key (id)
);
create index ix_object_damages_object_id on object_damages (object_id);
alter table object_damages enable row level security;
create policy one_organization on object_damages using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update (repaired_at) on object_damages to records_app;
