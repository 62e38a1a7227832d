-- Statements on their way to the learning record store, and how they fare. docs/adr/0045.
create table learning_statements (
    id uuid not null,
    organization_id uuid not null,
    registration_id uuid not null,
    verb text not null,
    body text not null,
    at timestamptz not null,
    state text not null,
    attempts integer not null,
    next_at timestamptz not null,
    failure text,
    constraint learning_statements_pkey primary key (id),
    constraint learning_statements_registration_id_fkey foreign key (registration_id) references learning_registrations (id) on delete cascade
);
create index ix_learning_statements_registration_id on learning_statements (registration_id);
create index ix_learning_statements_organization_id_state_next_at on learning_statements (organization_id, state, next_at);

create table learning_tallies (
    organization_id uuid not null,
    sent bigint not null,
    sent_at timestamptz,
    failure text,
    failed_at timestamptz,
    constraint learning_tallies_pkey primary key (organization_id)
);

alter table learning_statements enable row level security;
create policy one_organization on learning_statements using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table learning_tallies enable row level security;
create policy one_organization on learning_tallies using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update, delete on learning_statements to records_app;
grant select, insert, update on learning_tallies to records_app;
