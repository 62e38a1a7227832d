using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
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

        Assert.Equal("May we keep it?\nThis call is recorded.\nYour voice.\nOthers watch.", (string?)record["dpv:hasNotice"]!["x-records:text"]);
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
        Assert.Equal(ConsentErrors.ReceiptNotFound, (await Bench.Send(new MakeReceipt.Command(_recording.PersonCalled(0), ofBob, Site), "nobody")).Error);
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
    public async Task One_sees_all_one_answered_and_ones_recordings_and_can_answer_again()
    {
        await Bench.Ingest(new Call("call-2", Bench.Clock.GetUtcNow(), "ada"));
        await Answer(0, false);
        var ada = _recording.PersonCalled(0);

        var view = (await Bench.Send(new ShowMyRecordings.Query(ada), "nobody")).Value;
        Assert.Equal("ada by name", view.Name);
        Assert.Equal(2, view.Recordings.Count);
        var first = view.Recordings.Single(r => r.Recording == _recording.Id);
        Assert.Equal([ConsentEventKind.Withdrawn, ConsentEventKind.Granted], first.Answers.Select(a => a.Kind));
        Assert.Equal(ShowMyRecordings.MyPart.Locked, first.State);

        Assert.Null((await Bench.Send(new ReopenMyQuestion.Command(ada, _recording.Id), "nobody")).Error);
        var bob = _recording.PersonCalled(1);
        var other = view.Recordings.Single(r => r.Recording != _recording.Id).Recording;
        Assert.Equal(ConsentErrors.InvitationNotFound, (await Bench.Send(new ReopenMyQuestion.Command(bob, other), "nobody")).Error);
    }

    [Fact]
    public async Task Who_was_erased_has_no_receipt_and_no_page()
    {
        var (ada, happened) = (_recording.PersonCalled(0), await Event(0));
        await Bench.Send(new RequestErasure.Command(ada));

        Assert.Equal(ConsentErrors.ReceiptNotFound, (await Bench.Send(new MakeReceipt.Command(ada, happened, Site), "nobody")).Error);
        Assert.Equal(ConsentErrors.InvitationNotFound, (await Bench.Send(new ShowMyRecordings.Query(ada), "nobody")).Error);
    }

    private async Task Answer(int ordinal, bool agrees)
    {
        Bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var invitation = (await Bench.Send(new InviteToConsent.Command(_recording.Id, _recording.Participant(ordinal).Id))).Value.Id;
        var shown = (await Bench.Send(new ShowInvitation.Query(invitation, "en"), "nobody")).Value.Notice;
        Assert.Null((await Bench.Send(new AnswerInvitation.Command(invitation, agrees, shown.Id, shown.Sha256, "en"), "nobody")).Error);
    }

    private Task<ConsentEventId> Event(int ordinal)
    {
        var participant = _recording.Participant(ordinal).Id;
        return Bench.Read(db => Task.FromResult(db.ConsentEvents.Single(e => e.Participant == participant).Id));
    }

    private async Task<MakeReceipt.Receipt> Receipt(int ordinal) =>
        (await Bench.Send(new MakeReceipt.Command(_recording.PersonCalled(ordinal), await Event(ordinal), Site), "nobody")).Value;

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
