-- What was said, line by line, and the marks by which a word is found again. docs/adr/0037.
create table transcripts (
    id uuid not null,
    organization_id uuid not null,
    recording_id uuid not null,
    language text not null,
    source text not null,
    state text not null,
    made_at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    version integer not null,
    constraint transcripts_pkey primary key (id)
);
create unique index ix_transcripts_recording_id_language on transcripts (recording_id, language);

create table transcript_lines (
    id uuid not null,
    organization_id uuid not null,
    transcript_id uuid not null,
    recording_id uuid not null,
    participant_id uuid not null,
    speaker_id uuid not null,
    from_ms bigint not null,
    to_ms bigint not null,
    sealed_text bytea not null,
    constraint transcript_lines_pkey primary key (id),
    constraint transcript_lines_transcript_id_fkey foreign key (transcript_id) references transcripts (id) on delete cascade
);
create index ix_transcript_lines_transcript_id on transcript_lines (transcript_id);
create index ix_transcript_lines_recording_id on transcript_lines (recording_id);
create index ix_transcript_lines_speaker_id on transcript_lines (speaker_id);

create table word_marks (
    item uuid not null,
    word bigint not null,
    organization_id uuid not null,
    recording_id uuid not null,
    constraint word_marks_pkey primary key (item, word)
);
create index ix_word_marks_organization_id_word on word_marks (organization_id, word);

alter table transcripts enable row level security;
create policy one_organization on transcripts using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table transcript_lines enable row level security;
create policy one_organization on transcript_lines using (organization_id = current_organization()) with check (organization_id = current_organization());
alter table word_marks enable row level security;
create policy one_organization on word_marks using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update, delete on transcripts to records_app;
grant select, insert, delete on transcript_lines, word_marks to records_app; -- a line is replaced, never changed

-- However a line or the text of a message goes: what it said is found no more.
create function drop_word_marks() returns trigger
    language plpgsql as $$
begin
    delete from word_marks where item = old.id;
    return null;
end $$;
create trigger drops_word_marks after delete on transcript_lines for each row execute function drop_word_marks();
create trigger drops_word_marks after update of sealed_text on chat_messages for each row when (new.sealed_text is null) execute function drop_word_marks();

-- Whose consent covers that what they say is written down; known for older recordings once their consent is looked at again.
alter table participants add column may_be_transcribed boolean not null default false;
alter table participants alter column may_be_transcribed drop default;

-- What an engine is asked to write down: one participant's sound each.
create table transcriptions (
    id uuid not null,
    organization_id uuid not null,
    recording_id uuid not null,
    participant_id uuid not null,
    language text not null,
    state text not null,
    requested_at timestamptz not null,
    finished_at timestamptz,
    attempts integer not null,
    failure text,
    lines integer not null,
    constraint transcriptions_pkey primary key (id)
);
create unique index ix_transcriptions_recording_id_participant_id_language on transcriptions (recording_id, participant_id, language);
alter table transcriptions enable row level security;
create policy one_organization on transcriptions using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update on transcriptions to records_app;
