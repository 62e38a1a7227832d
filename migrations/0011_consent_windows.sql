-- What of a track, and of what somebody wrote, their consent covers. Until now that was all of it or nothing.
alter table tracks add column windows jsonb not null default '[]';
update tracks set windows = jsonb_build_array(jsonb_build_array(offset_ns, offset_ns + duration_ns)) where state = 'Cleared';
alter table tracks alter column windows drop default;

alter table participants add column chat_windows jsonb not null default '[]';
update participants p set chat_windows = '[[-2305843009213693952, 2305843009213693952]]'
 where exists (select from tracks t where t.recording_id = p.recording_id and t.participant_id = p.id and t.state = 'Cleared');
alter table participants alter column chat_windows drop default;
