-- Whether the recipient of a share link may take a file of what it plays. docs/adr/0046.
alter table share_links add column allows_download boolean not null default false;
alter table share_links alter column allows_download drop default;
