-- How much a medium's own clock is behind the timeline, in parts per billion, and how far an estimate of it may be off. docs/adr/0039.
alter table tracks add column drift_ppb integer not null default 0;
alter table tracks alter column drift_ppb drop default;
alter table tracks add column drift_uncertainty_ppb integer not null default 0;
alter table tracks alter column drift_uncertainty_ppb drop default;
