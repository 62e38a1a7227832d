-- Which part was asked for, before it was widened to whole fragments: what a change is compared with, and changed back to. docs/adr/0044.
alter table share_links add column asked_from_ns bigint, add column asked_to_ns bigint;
