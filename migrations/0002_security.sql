-- Deny by default: the application's role owns nothing, sees one organization at a time, and may do to each table only what
-- the product does to it. What is evidence cannot be changed or deleted by it at all.

alter table api_keys enable row level security;
create policy one_organization on api_keys using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table certificates enable row level security;
create policy one_organization on certificates using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table chat_messages enable row level security;
create policy one_organization on chat_messages using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table consent_events enable row level security;
create policy one_organization on consent_events using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table consent_invitations enable row level security;
create policy one_organization on consent_invitations using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table conversations enable row level security;
create policy one_organization on conversations using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table deliveries enable row level security;
create policy one_organization on deliveries using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table derivatives enable row level security;
create policy one_organization on derivatives using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table erasure_requests enable row level security;
create policy one_organization on erasure_requests using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table ledger_entries enable row level security;
create policy one_organization on ledger_entries using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table media_objects enable row level security;
create policy one_organization on media_objects using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table notices enable row level security;
create policy one_organization on notices using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table object_shares enable row level security;
create policy one_organization on object_shares using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table organizations enable row level security;
create policy one_organization on organizations using (id = current_organization()) with check (id = current_organization());
alter table person_keys enable row level security;
create policy one_organization on person_keys using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table persons enable row level security;
create policy one_organization on persons using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table recordings enable row level security;
create policy one_organization on recordings using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table retention_policies enable row level security;
create policy one_organization on retention_policies using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table share_links enable row level security;
create policy one_organization on share_links using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table uploads enable row level security;
create policy one_organization on uploads using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table users enable row level security;
create policy one_organization on users using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table legal_holds enable row level security;
create policy one_organization on legal_holds using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table participants enable row level security;
create policy one_organization on participants using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table tracks enable row level security;
create policy one_organization on tracks using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table upload_parts enable row level security;
create policy one_organization on upload_parts using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table user_claims enable row level security;
create policy one_organization on user_claims using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table user_logins enable row level security;
create policy one_organization on user_logins using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table user_tokens enable row level security;
create policy one_organization on user_tokens using (organization_id = current_organization()) with check (organization_id = current_organization());

-- Written once.
grant select, insert on consent_events, notices, certificates, ledger_entries to records_app;
-- Never deleted: what ends keeps its row, with its state.
grant select, insert, update on recordings, participants, tracks, legal_holds, persons, chat_messages, share_links, consent_invitations, deliveries, retention_policies, erasure_requests to records_app;
grant select, insert on organizations, conversations to records_app;
-- Deleting is the point: keys, shares, bytes that are gone, sessions of people who left.
grant select, insert, update, delete on derivatives, uploads, upload_parts, media_objects, object_shares, person_keys, users, user_claims, user_logins, user_tokens, api_keys to records_app;
revoke update on person_keys from records_app; -- a key is made and destroyed, never exchanged by the application

-- The second lock on the evidence: also a role with more rights than the application's is refused.
create function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception 'Rows of % are written once and never changed.', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger written_once before update or delete on ledger_entries for each row execute function refuse_change();
create trigger never_emptied before truncate on ledger_entries for each statement execute function refuse_change();
create trigger written_once before update or delete on consent_events for each row execute function refuse_change();
create trigger never_emptied before truncate on consent_events for each statement execute function refuse_change();

-- Before anybody is signed in, nobody's organization is known. These questions, and no others, are answered then; each runs
-- with the owner's rights and gives away one identifier.
create function organization_of_user(wanted text) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    return (select organization_id from users where normalized_email = wanted);
create function organization_of_api_key(wanted text) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    return (select organization_id from api_keys where id = wanted);
create function organizations_for_jobs() returns setof uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select id from organizations $$;
revoke execute on function organization_of_user(text), organization_of_api_key(text), organizations_for_jobs() from public;
grant execute on function organization_of_user(text), organization_of_api_key(text), organizations_for_jobs() to records_app;

-- Quartz makes and upgrades its own tables, in a schema of its own: they hold job names and times, no personal data.
create schema quartz;
grant usage, create on schema quartz to records_app;
