-- What a POST with an Idempotency-Key was answered, so that sending it again does nothing again. The answer is sealed: it may
-- hold a link's token. Answers are forgotten after a day.
create table idempotent_answers (
    organization_id uuid not null,
    key text not null,
    request_sha256 bytea not null,
    status integer not null,
    location text,
    sealed_body bytea not null,
    answered_at timestamptz not null,
    constraint idempotent_answers_pkey primary key (organization_id, key)
);
alter table idempotent_answers enable row level security;
create policy one_organization on idempotent_answers using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, delete on idempotent_answers to records_app;
