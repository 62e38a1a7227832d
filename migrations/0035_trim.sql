-- What of a recording is played: dead air at its ends is passed over. docs/adr/0049.
alter table recordings add column trim_from_ns bigint;
alter table recordings add column trim_to_ns bigint;
alter table recordings add constraint recordings_trim check ((trim_from_ns is null) = (trim_to_ns is null) and (trim_from_ns is null or (trim_from_ns >= 0 and trim_to_ns >= trim_from_ns)));
