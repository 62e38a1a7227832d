-- The rules by which it is decided, as documents with the day on which each takes effect. None is ever changed: a past decision
-- can be made again. One that has not taken effect yet can be withdrawn.
create table rule_packs (
    organization_id uuid not null,
    number integer not null,
    version text not null,
    origin text not null,
    sha256 text not null,
    document text not null,
    effective_from timestamptz not null,
    installed_at timestamptz not null,
    installed_by text not null,
    withdrawn_at timestamptz,
    constraint rule_packs_pkey primary key (organization_id, number)
);
create unique index ix_rule_packs_organization_id_version on rule_packs (organization_id, version);
alter table rule_packs enable row level security;
create policy one_organization on rule_packs using (organization_id = current_organization()) with check (organization_id = current_organization());
grant select, insert, update (withdrawn_at) on rule_packs to records_app;
create trigger written_once before update of organization_id, number, version, origin, sha256, document, effective_from, installed_at, installed_by or delete on rule_packs for each row execute function refuse_change();
create trigger never_emptied before truncate on rule_packs for each statement execute function refuse_change();

create function withdraw_only_what_is_to_come() returns trigger language plpgsql as $$
begin
    if old.withdrawn_at is not null or old.effective_from <= new.withdrawn_at then
        raise exception 'a rule pack that took effect, or was withdrawn, stays as it is';
    end if;
    return new;
end
$$;
create trigger withdrawn_once before update on rule_packs for each row execute function withdraw_only_what_is_to_come();

-- What is decided of every call may change with these: whoever listens is told with the commit.
create function tell_the_organization() returns trigger language plpgsql as $$
begin
    perform pg_notify('records_changes', 'org_' || replace(new.organization_id::text, '-', '') || ':*');
    return new;
end
$$;
create trigger tell after insert or update on rule_packs for each row execute function tell_the_organization();
create trigger tell after insert on consent_policies for each row execute function tell_the_organization();
