-- Deliveries that could not be worked off wait longer each time, and what a delivery repeated is counted. docs/adr/0032.
alter table deliveries add column setbacks integer not null default 0;
alter table deliveries alter column setbacks drop default;
alter table deliveries add column not_before timestamptz;
alter table deliveries add column repeated integer not null default 0;
alter table deliveries alter column repeated drop default;

-- What the product announced can be held against what arrived. Of older calls only those are known that ended live.
alter table recordings add column announced_at timestamptz;
update recordings set announced_at = started_at where state = 'Announced' or ended_at is not null;
create index ix_recordings_organization_id_started_at on recordings (organization_id, started_at);
