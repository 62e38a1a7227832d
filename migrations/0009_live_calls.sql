-- A call while it happens: what it is, where its participants are and were, and when they came and went.
alter table recordings add column medium text not null default 'Video';
alter table recordings add column recorded_in text;
alter table recordings add column purposes text[] not null default '{recording,sharing}';
alter table recordings add column features text[] not null default '{}';
alter table recordings add column initiator_id uuid;
alter table recordings add column ended_at timestamptz;
alter table recordings alter column medium drop default;
alter table recordings alter column purposes drop default;
alter table recordings alter column features drop default;

alter table participants add column locations text[] not null default '{}';
alter table participants add column location_source text not null default 'Unknown';
alter table participants add column whereabouts jsonb not null default '[]';
alter table participants add column age_band text not null default 'Unknown';
alter table participants add column age_years integer;
alter table participants add column channel text not null default 'Electronic';
alter table participants add column language text;
alter table participants add column marks jsonb not null default '[]';
update participants p
   set locations = array[p.location], location_source = 'Declared',
       whereabouts = jsonb_build_array(jsonb_build_object('Since', r.started_at, 'Locations', array[p.location], 'Source', 'Declared'))
  from recordings r
 where r.id = p.recording_id and p.location is not null;
alter table participants drop column location;
alter table participants alter column locations drop default;
alter table participants alter column location_source drop default;
alter table participants alter column whereabouts drop default;
alter table participants alter column age_band drop default;
alter table participants alter column channel drop default;
alter table participants alter column marks drop default;

-- An answer by telephone: the key that was pressed, the prompt that it answers, and how a prompt ended that got no answer.
alter table consent_events add column digit text;
alter table consent_events add column prompt_id text;
alter table consent_events add column outcome text;

-- A key that is revoked ends the streams that it opened, on every node and at once.
create function tell_of_revoked_key() returns trigger language plpgsql as $$
begin
    perform pg_notify('records_changes', 'org_' || replace(new.organization_id::text, '-', '') || ':*');
    return new;
end
$$;
create trigger revoked after update of revoked_at, role, expires_at on api_keys for each row execute function tell_of_revoked_key();
