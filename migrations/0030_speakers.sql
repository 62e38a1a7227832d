-- Of whom alone a share link plays; empty: of everybody who agreed to sharing. docs/adr/0036.
alter table share_links add column speakers uuid[] not null default '{}';
alter table share_links alter column speakers drop default;
