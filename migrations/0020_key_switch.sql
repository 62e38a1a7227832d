-- An epoch with another provider can be on trial: until somebody commits, the one before it keeps its KEK. docs/adr/0033.
alter table kek_epochs add column is_on_trial boolean not null default false;
alter table kek_epochs alter column is_on_trial drop default;
grant update (is_on_trial) on kek_epochs to records_app;
