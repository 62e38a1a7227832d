using RecordsManager.Domain.Ledger;
using RecordsManager.Application.Ledger;
using RecordsManager.ProductSupport;

namespace RecordsManager.Infrastructure.Tests.Persistence;

/// <summary>What is evidence cannot be changed: by the application for lack of the right, by anybody else because a trigger refuses.</summary>
public sealed class KeepingEvidence(BenchFixture fixture) : IClassFixture<BenchFixture>
{
    private readonly Workbench _bench = fixture.Bench;

    [Theory]
    [InlineData("ledger_entries", "update ledger_entries set actor = 'nobody'")]
    [InlineData("ledger_entries", "delete from ledger_entries")]
    [InlineData("ledger_entries", "truncate ledger_entries")]
    [InlineData("ledger_checkpoints", "update ledger_checkpoints set note = ''")]
    [InlineData("ledger_checkpoints", "delete from ledger_checkpoints")]
    [InlineData("ledger_checkpoints", "truncate ledger_checkpoints")]
    [InlineData("ledger_keys", "delete from ledger_keys")]
    [InlineData("consent_events", "update consent_events set method = 'nothing'")]
    [InlineData("consent_events", "delete from consent_events")]
    [InlineData("consent_events", "truncate consent_events")]
    [InlineData("retention_versions", "update retention_versions set keep = 'P1D'")]
    [InlineData("retention_versions", "delete from retention_versions")]
    [InlineData("retention_versions", "truncate retention_versions")]
    public async Task Written_once_is_never_changed_by_anybody(string table, string sql)
    {
        await Fill();
        foreach (var who in new[] { _bench.Database.AppConnectionString, _bench.Database.OwnerConnectionString, _bench.Database.SuperuserConnectionString })
        {
            await using var connection = await Catalog.Open(who);
            await connection.Run($"set records.organization = '{_bench.Organization.Value}'");
            await connection.Run("set row_security = on");
            var before = await connection.Lines($"select {table}::text from {table} order by 1");
            Assert.NotEmpty(before);

            await connection.IsRefused(sql);

            Assert.Equal(before, await connection.Lines($"select {table}::text from {table} order by 1"));
        }
    }

    /// <summary>Every right of the application, in full: a migration that gives it more has to change this list.</summary>
    [Fact]
    public async Task The_application_may_do_to_each_table_what_the_product_does_to_it_and_no_more()
    {
        await using var connection = await Catalog.Open(_bench.Database.SuperuserConnectionString);
        var rights = await connection.Lines(
            """
            select string_agg(t.relname, ' ' order by t.relname), t.rights from (
                select c.relname, (select string_agg(r, ' ' order by r) from unnest(array['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE']) r where has_table_privilege('records_app', c.oid, r)) as rights
                from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r') t
            group by t.rights order by t.rights nulls first
            """);

        Assert.Equal(
        [
            "schema_migrations -",
            "idempotent_answers kek_epochs ledger_payloads person_keys transcript_lines widget_origins word_marks DELETE INSERT SELECT",
            "api_keys chapters derivatives learning_registrations learning_statements learning_viewers media_objects notice_drafts object_shares transcripts upload_parts uploads user_claims user_logins user_tokens users DELETE INSERT SELECT UPDATE",
            "certificates consent_events consent_policies conversations ledger_checkpoints ledger_entries ledger_keys ledger_scrubs my_recordings_links notices object_damages organizations receipt_keys retention_versions rule_packs INSERT SELECT",
            "awaited_recordings chat_messages consent_invitations deliveries erasure_requests learning_stores learning_tallies legal_holds participants persons recordings retention_policies share_links tracks transcriptions watermark_policies INSERT SELECT UPDATE",
        ], rights);
    }

    [Theory]
    [InlineData("recordings")]
    [InlineData("tracks")]
    [InlineData("participants")]
    [InlineData("legal_holds")]
    [InlineData("persons")]
    [InlineData("chat_messages")]
    [InlineData("certificates")]
    [InlineData("erasure_requests")]
    public async Task The_application_cannot_delete_what_ends_by_its_state(string table)
    {
        await using var app = await Catalog.Open(_bench.Database.AppConnectionString);
        await app.Run($"set records.organization = '{_bench.Organization.Value}'");

        await app.IsRefused($"delete from {table}");
        await app.IsRefused($"truncate {table} cascade");
    }

    [Fact]
    public async Task A_person_key_is_made_and_destroyed_and_never_exchanged()
    {
        await using (var superuser = await Catalog.Open(_bench.Database.SuperuserConnectionString))
        {
            await superuser.Run($"insert into person_keys (person_id, organization_id, epoch, blob, \"check\") values (gen_random_uuid(), '{_bench.Organization.Value}', 1, '\\x01', '\\x02')");
        }

        await using var app = await Catalog.Open(_bench.Database.AppConnectionString);
        await app.Run($"set records.organization = '{_bench.Organization.Value}'");
        await app.IsRefused("update person_keys set blob = '\\x03'");
        await app.IsRefused("update person_keys set epoch = 0");
        await app.IsRefused("update person_keys set person_id = gen_random_uuid()");
    }

    [Fact]
    public async Task The_application_can_neither_switch_the_triggers_off_nor_the_policies()
    {
        await using var app = await Catalog.Open(_bench.Database.AppConnectionString);

        await app.IsRefused("set session_replication_role = replica");
        await app.IsRefused("alter table ledger_entries disable trigger written_once");
        await app.IsRefused("alter table recordings disable row level security");
    }

    private async Task Fill()
    {
        await _bench.Fact("test.happened");
        await _bench.Send(new SignCheckpoint.Command());
        await using var superuser = await Catalog.Open(_bench.Database.SuperuserConnectionString);
        await superuser.Run(
            "insert into consent_events (id, organization_id, recording_id, participant_id, person_id, kind, at, recorded_at, method, purposes, media, by, notice_on_recording) "
            + $"values (gen_random_uuid(), '{_bench.Organization.Value}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'Granted', now(), now(), 'api', '{{recording}}', 'All', 'Self', false)");
    }
}
