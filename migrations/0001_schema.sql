-- The whole schema of the first release: every row belongs to an organization, and the database shows an organization's
-- rows to nobody else (row-level security, below). Columns, types and keys agree with the EF model; a test compares them.

-- For whom the session speaks; null, and so nothing to be seen, until it says so.
create function current_organization() returns uuid
    language sql stable
    return nullif(current_setting('records.organization', true), '')::uuid;

create table api_keys (
    id text not null,
    organization_id uuid not null,
    name text not null,
    secret_sha256 bytea not null,
    role text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    last_used_at timestamptz,
    constraint api_keys_pkey primary key (id)
);

create table certificates (
    id uuid not null,
    organization_id uuid not null,
    recording_id uuid not null,
    issued_at timestamptz not null,
    objects integer not null,
    method text not null,
    rule text not null,
    constraint certificates_pkey primary key (id)
);

create table chat_messages (
    id uuid not null,
    organization_id uuid not null,
    recording_id uuid not null,
    participant_id uuid not null,
    author_id uuid not null,
    source_id text not null,
    at_ns bigint not null,
    sealed_text bytea,
    constraint chat_messages_pkey primary key (id)
);

create table consent_events (
    id uuid not null,
    organization_id uuid not null,
    recording_id uuid not null,
    participant_id uuid not null,
    person_id uuid not null,
    kind text not null,
    at timestamptz not null,
    method text not null,
    notice_id uuid,
    notice_sha256 text,
    language text,
    evidence_reference text,
    constraint consent_events_pkey primary key (id)
);

create table consent_invitations (
    id uuid not null,
    organization_id uuid not null,
    recording_id uuid not null,
    participant_id uuid not null,
    person_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    answered_at timestamptz,
    constraint consent_invitations_pkey primary key (id)
);

create table conversations (
    id uuid not null,
    organization_id uuid not null,
    source text not null,
    external_id text not null,
    name text not null,
    constraint conversations_pkey primary key (id)
);

create table deliveries (
    id uuid not null,
    organization_id uuid not null,
    adapter text not null,
    idempotency_key text not null,
    sealed_files bytea,
    sealed_report bytea,
    file_count integer not null,
    state text not null,
    attempts integer not null,
    expected integer not null,
    attached integer not null,
    warnings integer not null,
    error_code text,
    recording_id uuid,
    received_at timestamptz not null,
    finished_at timestamptz,
    constraint deliveries_pkey primary key (id)
);

create table derivatives (
    id uuid not null,
    organization_id uuid not null,
    recording_id uuid not null,
    kind text not null,
    ordinal integer not null,
    participant_id uuid,
    input_hash text not null,
    tracks uuid[] not null,
    persons uuid[] not null,
    state text not null,
    object_id uuid,
    contents jsonb,
    bytes bigint,
    progress double precision not null,
    attempts integer not null,
    failure text,
    constraint derivatives_pkey primary key (id)
);

create table erasure_requests (
    id uuid not null,
    organization_id uuid not null,
    person_id uuid not null,
    state text not null,
    requested_at timestamptz not null,
    key_destroyed_at timestamptz,
    redacted_at timestamptz,
    completed_at timestamptz,
    recordings integer not null,
    objects integer not null,
    constraint erasure_requests_pkey primary key (id)
);

create table ledger_entries (
    organization_id uuid not null,
    index bigint not null,
    at timestamptz not null,
    kind text not null,
    object text not null,
    person text,
    actor text not null,
    leaf text not null,
    leaf_hash bytea not null,
    chain_hash bytea not null,
    constraint ledger_entries_pkey primary key (organization_id, index)
);

create table media_objects (
    id uuid not null,
    organization_id uuid not null,
    owner text not null,
    kind text not null,
    format integer not null,
    work text not null,
    is_stored boolean not null,
    is_attached boolean not null,
    cipher_length bigint not null,
    plain_length bigint not null,
    plain_sha256 text not null,
    constraint media_objects_pkey primary key (id)
);

create table notices (
    id uuid not null,
    organization_id uuid not null,
    version integer not null,
    language text not null,
    title text not null,
    body text not null,
    sha256 text not null,
    constraint notices_pkey primary key (id)
);

create table object_shares (
    object_id uuid not null,
    ordinal integer not null,
    organization_id uuid not null,
    holder_id uuid,
    epoch integer not null,
    blob bytea not null,
    "check" bytea not null,
    constraint object_shares_pkey primary key (object_id, ordinal)
);

create table organizations (
    id uuid not null,
    name text not null,
    time_zone text not null,
    established_in text not null,
    constraint organizations_pkey primary key (id)
);

create table person_keys (
    person_id uuid not null,
    organization_id uuid not null,
    epoch integer not null,
    blob bytea not null,
    "check" bytea not null,
    constraint person_keys_pkey primary key (person_id)
);

create table persons (
    id uuid not null,
    organization_id uuid not null,
    identity_index bytea,
    sealed_attributes bytea,
    erased_at timestamptz,
    constraint persons_pkey primary key (id)
);

create table recordings (
    id uuid not null,
    organization_id uuid not null,
    conversation_id uuid not null,
    source text not null,
    external_id text not null,
    title text not null,
    started_at timestamptz not null,
    has_start boolean not null,
    duration_ns bigint not null,
    state text not null,
    keep_until timestamptz,
    bin_until timestamptz,
    destroyed_at timestamptz,
    play_version integer not null,
    planned_version integer not null,
    version integer not null,
    constraint recordings_pkey primary key (id)
);

create table retention_policies (
    id uuid not null,
    organization_id uuid not null,
    keep text not null,
    grace_days integer not null,
    version integer not null,
    constraint retention_policies_pkey primary key (id)
);

create table share_links (
    id uuid not null,
    organization_id uuid not null,
    recording_id uuid not null,
    sealed_recipient bytea not null,
    sealed_sharer bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    views integer not null,
    last_viewed_at timestamptz,
    constraint share_links_pkey primary key (id)
);

create table uploads (
    id uuid not null,
    organization_id uuid not null,
    sealed_metadata bytea not null,
    length bigint,
    "offset" bigint not null,
    delivery_id uuid,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint uploads_pkey primary key (id)
);

create table users (
    id uuid not null,
    organization_id uuid not null,
    display_name text not null,
    role text not null,
    user_name character varying(256),
    normalized_user_name character varying(256),
    email character varying(256),
    normalized_email character varying(256),
    email_confirmed boolean not null,
    password_hash text,
    security_stamp text,
    concurrency_stamp text,
    phone_number text,
    phone_number_confirmed boolean not null,
    two_factor_enabled boolean not null,
    lockout_end timestamptz,
    lockout_enabled boolean not null,
    access_failed_count integer not null,
    constraint users_pkey primary key (id)
);

create table legal_holds (
    id uuid not null,
    case_reference text not null,
    placed_by text not null,
    placed_at timestamptz not null,
    released_at timestamptz,
    organization_id uuid not null default current_organization(),
    recording_id uuid not null,
    constraint legal_holds_pkey primary key (id),
    constraint legal_holds_recording_id_fkey foreign key (recording_id) references recordings (id) on delete cascade
);

create table participants (
    id uuid not null,
    person_id uuid not null,
    role text,
    location text,
    presence jsonb not null,
    organization_id uuid not null default current_organization(),
    recording_id uuid not null,
    constraint participants_pkey primary key (id),
    constraint participants_recording_id_fkey foreign key (recording_id) references recordings (id) on delete cascade
);

create table tracks (
    id uuid not null,
    participant_id uuid not null,
    source_track_id text not null,
    kind text not null,
    codec text not null,
    container text not null,
    offset_ns bigint not null,
    first_timestamp_ns bigint not null,
    duration_ns bigint not null,
    object_id uuid not null,
    sha256 text not null,
    bytes bigint not null,
    state text not null,
    quarantined_until timestamptz,
    gaps jsonb not null,
    organization_id uuid not null default current_organization(),
    recording_id uuid not null,
    constraint tracks_pkey primary key (id),
    constraint tracks_recording_id_fkey foreign key (recording_id) references recordings (id) on delete cascade
);

create table upload_parts (
    ordinal integer not null,
    upload_id uuid not null,
    object_id uuid not null,
    start bigint not null,
    bytes bigint not null,
    organization_id uuid not null default current_organization(),
    constraint upload_parts_pkey primary key (upload_id, ordinal),
    constraint upload_parts_upload_id_fkey foreign key (upload_id) references uploads (id) on delete cascade
);

create table user_claims (
    id integer generated by default as identity,
    user_id uuid not null,
    claim_type text,
    claim_value text,
    organization_id uuid not null default current_organization(),
    constraint user_claims_pkey primary key (id),
    constraint user_claims_user_id_fkey foreign key (user_id) references users (id) on delete cascade
);

create table user_logins (
    login_provider text not null,
    provider_key text not null,
    provider_display_name text,
    user_id uuid not null,
    organization_id uuid not null default current_organization(),
    constraint user_logins_pkey primary key (login_provider, provider_key),
    constraint user_logins_user_id_fkey foreign key (user_id) references users (id) on delete cascade
);

create table user_tokens (
    user_id uuid not null,
    login_provider text not null,
    name text not null,
    value text,
    organization_id uuid not null default current_organization(),
    constraint user_tokens_pkey primary key (user_id, login_provider, name),
    constraint user_tokens_user_id_fkey foreign key (user_id) references users (id) on delete cascade
);

create index ix_certificates_recording_id on certificates (recording_id);
create index ix_chat_messages_author_id on chat_messages (author_id);
create unique index ix_chat_messages_recording_id_source_id on chat_messages (recording_id, source_id);
create index ix_consent_events_recording_id on consent_events (recording_id);
create index ix_consent_invitations_recording_id on consent_invitations (recording_id);
create unique index ix_conversations_organization_id_source_external_id on conversations (organization_id, source, external_id);
create unique index ix_deliveries_organization_id_idempotency_key on deliveries (organization_id, idempotency_key);
create index ix_deliveries_recording_id on deliveries (recording_id);
create index ix_derivatives_recording_id on derivatives (recording_id);
create unique index ix_erasure_requests_person_id on erasure_requests (person_id);
create index ix_ledger_entries_organization_id_object on ledger_entries (organization_id, object);
create index ix_legal_holds_recording_id on legal_holds (recording_id);
create index ix_media_objects_organization_id_work on media_objects (organization_id, work);
create unique index ix_notices_organization_id_version_language on notices (organization_id, version, language);
create index ix_object_shares_holder_id on object_shares (holder_id);
create index ix_participants_person_id on participants (person_id);
create index ix_participants_recording_id on participants (recording_id);
create unique index ix_persons_organization_id_identity_index on persons (organization_id, identity_index);
create unique index ix_recordings_organization_id_source_external_id on recordings (organization_id, source, external_id);
create unique index ix_retention_policies_organization_id on retention_policies (organization_id);
create index ix_share_links_recording_id on share_links (recording_id);
create index ix_tracks_object_id on tracks (object_id);
create index ix_tracks_recording_id on tracks (recording_id);
create index ix_upload_parts_object_id on upload_parts (object_id);
create index ix_uploads_delivery_id on uploads (delivery_id);
create index ix_user_claims_user_id on user_claims (user_id);
create index ix_user_logins_user_id on user_logins (user_id);
create index ix_users_normalized_email on users (normalized_email);
create unique index ix_users_normalized_user_name on users (normalized_user_name);
