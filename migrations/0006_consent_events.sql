-- When a consent event happened and when it was written are two things; and what it covers: purposes, media, who spoke.
alter table consent_events add column recorded_at timestamptz;
alter table consent_events add column purposes text[] not null default '{recording,sharing}';
alter table consent_events add column media text not null default 'All';
alter table consent_events add column reach text;
alter table consent_events add column by text not null default 'Self';
alter table consent_events add column notice_on_recording boolean not null default false;
alter table consent_events disable trigger written_once; -- filling the new column is the one change that evidence sees, and only here
update consent_events set recorded_at = at;
alter table consent_events enable trigger written_once;
alter table consent_events alter column recorded_at set not null;
alter table consent_events alter column purposes drop default;
alter table consent_events alter column media drop default;
alter table consent_events alter column by drop default;
alter table consent_events alter column notice_on_recording drop default;
