-- The play version that the last withdrawal made: an open player says why it stopped.
alter table recordings add column withdrawn_version integer not null default 0;
alter table recordings alter column withdrawn_version drop default;

-- What of a track's extent still exists, and a deadline for what lies outside the windows of those that are cleared.
alter table tracks add column kept jsonb not null default '[]';
update tracks set kept = jsonb_build_array(jsonb_build_array(offset_ns, offset_ns + duration_ns));
alter table tracks alter column kept drop default;
update tracks set quarantined_until = now() + interval '14 days' where state = 'Cleared' and windows <> kept;
