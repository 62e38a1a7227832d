-- A notice has a part for each purpose, is written as a draft, and once published is never changed again.
alter table notices add column parts jsonb not null default '[]';
alter table notices add column published_at timestamptz not null default now();
alter table notices alter column parts drop default;
alter table notices alter column published_at drop default;
create trigger written_once before update or delete on notices for each row execute function refuse_change();
create trigger never_emptied before truncate on notices for each statement execute function refuse_change();

create table notice_drafts (
    id uuid not null,
    organization_id uuid not null,
    language text not null,
    title text not null,
    body text not null,
    parts jsonb not null,
    changed_at timestamptz not null,
    constraint notice_drafts_pkey primary key (id)
);
create unique index ix_notice_drafts_organization_id_language on notice_drafts (organization_id, language);
alter table notice_drafts enable row level security;
create policy one_organization on notice_drafts using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update, delete on notice_drafts to records_app;

-- Which parts of the notice were shown: with the notice they give the very text whose hash the event carries.
alter table consent_events add column asked text[];

-- Where the consent page may be framed. None means nowhere.
create table widget_origins (
    id uuid not null,
    organization_id uuid not null,
    origin text not null,
    allowed_at timestamptz not null,
    constraint widget_origins_pkey primary key (id)
);
create unique index ix_widget_origins_organization_id_origin on widget_origins (organization_id, origin);
alter table widget_origins enable row level security;
create policy one_organization on widget_origins using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, delete on widget_origins to records_app;

-- The keys that sign receipts; the private part is sealed under the organization's key.
create table receipt_keys (
    id uuid not null,
    organization_id uuid not null,
    public_x bytea not null,
    public_y bytea not null,
    sealed_private bytea not null,
    made_at timestamptz not null,
    constraint receipt_keys_pkey primary key (id)
);
create index ix_receipt_keys_organization_id on receipt_keys (organization_id);
alter table receipt_keys enable row level security;
create policy one_organization on receipt_keys using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert on receipt_keys to records_app;
