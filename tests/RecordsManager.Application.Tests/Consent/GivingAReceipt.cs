using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.TestSupport;

namespace RecordsManager.Application.Tests.Consent;

public sealed class GivingAReceipt : OnTheWorkbench
{
    private const string Site = "https://records.example";
    private static readonly JsonSerializerOptions Spread = new() { WriteIndented = true };
    private Recording _recording = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var drafted = (await Bench.Send(new DraftNotice.Command("en", "May we keep it?", "This call is recorded.", [new("recording", "Your voice."), new("sharing", "Others watch.")]))).Value;
        await Bench.Send(new PublishNotice.Command("en", drafted.Sha256));
        _recording = await Bench.Ingest(new Call("call-1", Bench.Clock.GetUtcNow(), "ada", "bob"));
        await Answer(0, true);
        await Answer(1, true);
    }

    [Fact]
    public async Task Holds_every_mandatory_field_and_the_words_that_were_shown()
    {
        var receipt = JsonNode.Parse((await Receipt(0)).Json)!;
        var record = receipt["dpv:hasRecordOfActivity"]![0]!;
        var process = record["dpv:hasProcess"]![0]!;
        foreach (var (field, value) in new (string, JsonNode?)[]
        {
            ("schema_version", record["dct:conformsTo"]), ("record_id", record["dct:identifier"]), ("pii_principal_id", record["dpv:hasDataSubject"]!["@id"]),
            ("privacy_notice", record["dpv:hasNotice"]!["@id"]), ("language", record["dpv:hasNotice"]!["dct:language"]), ("purpose", process["dpv:hasPurpose"]),
            ("pii_information", process["dpv:hasPersonalData"]), ("pii_controllers", record["dpv:hasDataController"]!["@id"]), ("storage_locations", process["dpv:hasStorageCondition"]![1]!["dpv:hasLocation"]),
            ("retention_period", process["dpv:hasStorageCondition"]![0]!["dpv:hasDuration"]), ("jurisdiction", record["dpv:hasJurisdiction"]), ("recipient_third_parties", process["dpv:hasRecipient"]),
            ("withdrawal_method", record["dpv:hasConsentControl"]!["dpv:isExercisedAt"]), ("pii_type", process["dpv:hasPersonalData"]), ("party_id", record["dpv:hasDataController"]!["dct:identifier"]),
            ("party_address", record["dpv:hasDataController"]!["dpv:hasAddress"]), ("party_name", record["dpv:hasDataController"]!["dpv:hasName"]), ("party_contact", record["dpv:hasDataController"]!["dpv:hasContact"]),
            ("party_type", record["dpv:hasDataController"]!["x-records:partyType"]), ("event_time", record["dpv:hasConsentStatus"]![0]!["dpv:isIndicatedAtTime"]),
            ("validity_duration", record["dpv:hasConsentStatus"]![0]!["dpv:hasDuration"]), ("entity_id", record["dpv:hasConsentStatus"]![0]!["dpv:isIndicatedBy"]),
            ("event_type and event_state", record["dpv:hasConsentStatus"]![0]!["@type"]), ("receipt's schema_version", receipt["dct:conformsTo"]), ("receipt_id", receipt["dct:identifier"]),
        })
        {
            Assert.False(string.IsNullOrEmpty(value?.ToJsonString().Trim('"')), field);
        }

        Assert.Equal("records-notice 2\nlanguage: en\nversion: 1\npurposes: recording sharing\n\nMay we keep it?\nThis call is recorded.\n\npart: recording\nYour voice.\n\npart: sharing\nOthers watch.", (string?)record["dpv:hasNotice"]!["x-records:text"]);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes((string)record["dpv:hasNotice"]!["x-records:text"]!))), (string?)record["dpv:hasNotice"]!["x-records:noticeSha256"]);
        Assert.Equal(4, Guid.Parse((string)record["dct:identifier"]!).Version);
    }

    [Fact]
    public async Task Names_nobody_else_and_is_for_nobody_else()
    {
        var json = Encoding.UTF8.GetString((await Receipt(0)).Json);
        Assert.DoesNotContain(_recording.PersonCalled(1).ToString(), json, StringComparison.Ordinal);
        Assert.DoesNotContain(_recording.Participant(1).Id.ToString(), json, StringComparison.Ordinal);

        var ofBob = await Event(1);
        Assert.Equal(ConsentErrors.ReceiptNotFound, (await Bench.Send(new MakeReceipt.Command(await Bench.OpenMyRecordings(_recording, 0), ofBob, Site), "nobody")).Error);
    }

    [Fact]
    public async Task Is_verified_by_the_documented_script_and_no_changed_one_is()
    {
        var receipt = (await Receipt(0)).Json;
        var keys = JsonSerializer.Serialize(new
        {
            keys = (await Bench.Send(new ListReceiptKeys.Query(), "nobody")).Select(k => new { kty = "EC", crv = "P-256", kid = k.Id.ToString(), x = Base64Url.EncodeToString(k.X), y = Base64Url.EncodeToString(k.Y) }),
        });
        var documented = await File.ReadAllTextAsync(Path.Combine(Fixtures.Repository, "docs/asking.md"), Ct);
        var script = Regex.Match(documented, "```js\n(?<script>.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Groups["script"].Value;

        Assert.Equal("genuine", await Node(script, receipt, keys));
        Assert.Equal("genuine", await Node(script, JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(receipt), Spread), keys)); // spelled another way
        Assert.Equal("NOT genuine", await Node(script, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(receipt).Replace("dpv:ConsentGiven", "dpv:ConsentRefused", StringComparison.Ordinal)), keys));
    }

    [Fact]
    public async Task Made_again_says_the_same_under_the_same_key_which_was_made_once_and_told_to_the_ledger()
    {
        var (first, again) = (await Receipt(0), await Receipt(0));
        Assert.Equal(Unsigned(first.Json), Unsigned(again.Json));
        await Receipt(1);

        Assert.Single(await Bench.Send(new ListReceiptKeys.Query(), "nobody"));
        Assert.Single(await Bench.Ledger(), e => e.Kind == "key.created" && e.Leaf.Contains("receipts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task States_the_terms_of_the_day_of_the_answer_whatever_becomes_of_the_policies()
    {
        await Put(new PolicyTerms { Contact = "mailto:privacy@northquay.example" });
        Bench.Clock.Advance(TimeSpan.FromHours(1));
        await Bench.Ingest(new Call("call-2", Bench.Clock.GetUtcNow(), "ada"));
        var answered = await Bench.Read(db => Task.FromResult(db.Recordings.Single(r => r.ExternalId == "call-2")));
        await Answer(answered, 0, true);
        var before = (await Receipt(answered, 0)).Json;
        Bench.Clock.Advance(TimeSpan.FromHours(1));

        await Bench.Send(new ChangeRetentionPolicy.Command("P7Y", 5));
        await Put(new PolicyTerms { Contact = "https://elsewhere.example/privacy", Basis = LawfulBasis.LegitimateInterests, StatedBasis = "Balancing test" });

        var after = await Receipt(answered, 0);
        Assert.Equal(Unsigned(before), Unsigned(after.Json));
        Assert.Equal(new TermsOfAnswer("P90D", LawfulBasis.Consent, null, "mailto:privacy@northquay.example"), after.Terms);
        Assert.Equal(("eu-gdpr:A6-1-a", "P90D", "mailto:privacy@northquay.example"), Stated(after.Json));

        Bench.Clock.Advance(TimeSpan.FromHours(1));
        await Answer(answered, 0, false);
        Assert.Equal(("eu-gdpr:A6-1-f", "P7Y", "https://elsewhere.example/privacy"), Stated((await Receipt(answered, 0)).Json));
    }

    [Fact]
    public async Task An_answer_before_any_policy_rests_on_consent_and_leads_to_this_server() =>
        Assert.Equal(("eu-gdpr:A6-1-a", "P90D", Site + "/"), Stated((await Receipt(0)).Json));

    [Fact]
    public async Task Who_was_erased_has_no_receipt()
    {
        var (mine, happened) = (await Bench.OpenMyRecordings(_recording, 0), await Event(0));
        await Bench.Send(new RequestErasure.Command(_recording.PersonCalled(0)));

        Assert.Equal(ConsentErrors.ReceiptNotFound, (await Bench.Send(new MakeReceipt.Command(mine, happened, Site), "nobody")).Error);
    }

    private async Task Put(PolicyTerms terms)
    {
        var plan = (await Bench.Send(new SimulateConsentPolicy.Query(terms))).Value.Plan;
        Assert.Null((await Bench.Send(new ChangeConsentPolicy.Command(terms, plan))).Error);
    }

    /// <summary>Lawful basis, retention and contact.</summary>
    private static (string Basis, string Keep, string Contact) Stated(byte[] json)
    {
        var record = JsonNode.Parse(json)!["dpv:hasRecordOfActivity"]![0]!;
        return ((string)record["dpv:hasLegalBasis"]!, (string)record["dpv:hasProcess"]![0]!["dpv:hasStorageCondition"]![0]!["dpv:hasDuration"]!, (string)record["dpv:hasDataController"]!["dpv:hasContact"]!);
    }

    private Task Answer(int ordinal, bool agrees) => Answer(_recording, ordinal, agrees);

    private async Task Answer(Recording recording, int ordinal, bool agrees)
    {
        Bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var invitation = (await Bench.Send(new InviteToConsent.Command(recording.Id, recording.Participant(ordinal).Id))).Value.Id;
        var shown = (await Bench.Send(new ShowInvitation.Query(invitation, "en"), "nobody")).Value.Notice;
        Assert.Null((await Bench.Send(new AnswerInvitation.Command(invitation, agrees, shown.Id, shown.Sha256, "en"), "nobody")).Error);
    }

    private Task<ConsentEventId> Event(int ordinal) => Event(_recording, ordinal);

    /// <summary>The last one.</summary>
    private Task<ConsentEventId> Event(Recording recording, int ordinal)
    {
        var participant = recording.Participant(ordinal).Id;
        return Bench.Read(db => Task.FromResult(db.ConsentEvents.Where(e => e.Participant == participant).OrderByDescending(e => e.At).First().Id));
    }

    private Task<MakeReceipt.Receipt> Receipt(int ordinal) => Receipt(_recording, ordinal);

    private async Task<MakeReceipt.Receipt> Receipt(Recording recording, int ordinal) =>
        (await Bench.Send(new MakeReceipt.Command(await Bench.OpenMyRecordings(recording, ordinal), await Event(recording, ordinal), Site), "nobody")).Value;

    private static string Unsigned(byte[] json)
    {
        var receipt = JsonNode.Parse(json)!.AsObject();
        receipt.Remove("x-records:signature");
        return receipt.ToJsonString();
    }

    private static async Task<string> Node(string script, byte[] receipt, string keys)
    {
        var folder = Directory.CreateTempSubdirectory("records-receipt-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "verify.mjs"), script, Ct);
        await File.WriteAllBytesAsync(Path.Combine(folder, "receipt.json"), receipt, Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "keys.json"), keys, Ct);
        using var node = Process.Start(new ProcessStartInfo("node", ["verify.mjs", "receipt.json", "keys.json"]) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await node.StandardOutput.ReadToEndAsync(Ct);
        await node.WaitForExitAsync(Ct);
        Directory.Delete(folder, recursive: true);
        return said.Trim();
    }
}
