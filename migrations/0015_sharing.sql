-- Who may be seen and heard by others than the organization. Those who said so already may; for everybody else the rules
-- decide with the next event or change of policy of their recording, and until then no link plays them.
alter table participants add column may_be_shared boolean not null default false;
update participants p set may_be_shared = true
 where (select e.kind = 'Granted' and 'sharing' = any (e.purposes) from consent_events e
         where e.recording_id = p.recording_id and e.participant_id = p.id and e.by <> 'Guardian' and e.kind in ('Granted', 'Refused', 'Withdrawn', 'Objected')
         order by e.at desc, e.id desc limit 1)
   and p.age_band <> 'Child';
alter table participants alter column may_be_shared drop default;

-- The play version that the last withdrawal, also of the sharing alone, made for share links.
alter table recordings add column unshared_version integer not null default 0;
update recordings set unshared_version = withdrawn_version;
alter table recordings alter column unshared_version drop default;

-- A mix and scenes without those who agreed to no sharing are made beside those for the organization. All are planned anew.
alter table derivatives add column for_recipients boolean not null default false;
alter table derivatives alter column for_recipients drop default;
update recordings set play_version = play_version + 1 where state = 'Kept';
