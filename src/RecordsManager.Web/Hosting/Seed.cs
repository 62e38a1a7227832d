using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Identity;
using RecordsManager.Application;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;
using RecordsManager.Persistence.Identity;

namespace RecordsManager.Web.Hosting;

/// <summary>
/// The first organization with its admin, auditor and member, its policy and notices, and an API key. Secrets are random and
/// written once to files that only their owner can read. Repeating it changes nothing.
/// </summary>
internal static class Seed
{
    /// <param name="transcript">A WebVTT file of what was said in the sample call, taken in once the call is there; null: none.</param>
    public static async Task<int> Run(bool withSample, string? transcript)
    {
        var settings = Settings.FromEnvironment();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRecords(settings);
        services.AddUsers();
        await using var provider = services.BuildServiceProvider();
        var organizations = await provider.GetRequiredService<IOrganizationDirectory>().All(CancellationToken.None);
        if (organizations.Count == 0)
        {
            organizations = [await CreateOrganization(provider, settings)];
        }

        if (withSample)
        {
            await AnnounceSample(provider, organizations[0]);
            if (transcript is not null)
            {
                await AddTranscript(provider, organizations[0], await File.ReadAllTextAsync(transcript));
            }
        }

        return 0;
    }

    private static async Task<OrganizationId> CreateOrganization(IServiceProvider provider, Settings settings)
    {
        await using var scope = provider.CreateAsyncScope();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        var id = OrganizationId.New(now);
        Enter(scope.ServiceProvider, id);
        var db = scope.ServiceProvider.GetRequiredService<IWriteDb>();
        db.Add(new Organization(id, "Northquay", "Europe/Berlin", "DE"));
        db.Add(new RetentionPolicy(RetentionPolicyId.New(now), id, new RetentionPeriod(0, 0, 90), 30, now));
        foreach (var (language, text) in Notices.All)
        {
            db.Add(new Notice(NoticeId.New(now), id, 1, language, text, now));
        }

        var key = scope.ServiceProvider.GetRequiredService<ApiKeys>().Create("run.sh", Roles.Admin, TimeSpan.FromDays(365));
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Commit(CancellationToken.None);
        await Send(provider, id, new SetUpKeys.Command());
        await AddUser(scope.ServiceProvider, settings, id, Roles.Admin, "Miriam Falk");
        await AddUser(scope.ServiceProvider, settings, id, Roles.Auditor, "Jonas Weber");
        await AddUser(scope.ServiceProvider, settings, id, Roles.Member, "Elena Costa");
        WriteSecret(settings, "admin-api-key", key); // last: its presence says that all the rest is there
        return id;
    }

    private static async Task AddUser(IServiceProvider services, Settings settings, OrganizationId organization, string role, string displayName)
    {
        var email = $"{role}@northquay.example";
        var password = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 20);
        var user = new User { Id = Guid.CreateVersion7(), Organization = organization, UserName = email, Email = email, DisplayName = displayName, Role = role, LockoutEnabled = true };
        var created = await services.GetRequiredService<UserManager<User>>().CreateAsync(user, password);
        if (!created.Succeeded)
        {
            throw new InvalidOperationException(string.Join(' ', created.Errors.Select(e => e.Code)));
        }

        WriteSecret(settings, $"{role}-user", email);
        WriteSecret(settings, $"{role}-password", password);
    }

    /// <summary>As the product would have done before the sample call: who joins, and what two of three have answered.</summary>
    private static async Task AnnounceSample(IServiceProvider provider, OrganizationId organization)
    {
        var call = await Send(provider, organization, new AnnounceCall.Command(
            "janus", "harbour-lights-2026-11-20", "4401", "Harbour Lights release planning", DateTimeOffset.FromUnixTimeMilliseconds(1795187634915)));
        if (call.Value is { } recording && await IsNew(provider, organization, recording))
        {
            await Send(provider, organization, new EndCall.Command(recording, DateTimeOffset.FromUnixTimeMilliseconds(1795187634915 + 51389)));
            await Join(provider, organization, recording, "alice", "Alice Okafor", "GB", agreed: true);
            await Join(provider, organization, recording, "bob", "Bob Lindqvist", "SE", agreed: true);
            await Join(provider, organization, recording, "chandra", "Chandra Rao", "IN", agreed: false);
        }
    }

    /// <summary>Once the sample call came in: Alice and Bob agree to being transcribed, and what was said is taken in and approved.</summary>
    private static async Task AddTranscript(IServiceProvider provider, OrganizationId organization, string vtt)
    {
        var call = (await Send(provider, organization, new AnnounceCall.Command("janus", "harbour-lights-2026-11-20", "4401", "Harbour Lights release planning", null))).Value;
        if ((await Send(provider, organization, new ListTranscripts.Query(call))).Value.Count > 0)
        {
            return;
        }

        foreach (var lane in (await Send(provider, organization, new ShowRecording.Query(call))).Value.Call.Lanes.Where(l => l.State == LaneState.Cleared))
        {
            await Send(provider, organization, new RecordConsent.Command(
                call, lane.Participant, ConsentEventKind.Granted, "api", "en", null, Purposes: [Purpose.Recording, Purpose.Transcription, Purpose.Sharing]));
        }

        var imported = await Send(provider, organization, new ImportTranscript.Command(call, "webvtt", "en", vtt));
        if (imported.Error is { } refused)
        {
            throw new InvalidOperationException(refused.Message);
        }

        var version = (await Send(provider, organization, new ListTranscripts.Query(call))).Value[0].Version;
        await Send(provider, organization, new ApproveTranscript.Command(call, imported.Value, version));
    }

    private static async Task<bool> IsNew(IServiceProvider provider, OrganizationId organization, RecordingId recording)
    {
        await using var scope = provider.CreateAsyncScope();
        Enter(scope.ServiceProvider, organization);
        return (await scope.ServiceProvider.GetRequiredService<IWriteDb>().Recording(recording, CancellationToken.None))!.Participants.Count == 0;
    }

    private static async Task Join(IServiceProvider provider, OrganizationId organization, RecordingId recording, string identity, string name, string location, bool agreed)
    {
        var participant = await Send(provider, organization, new JoinCall.Command(recording, identity, name, null, location));
        if (agreed)
        {
            // As on the consent page: the answer is to the very text that was shown.
            var invitation = await Send(provider, organization, new InviteToConsent.Command(recording, participant.Value));
            var shown = (await Send(provider, organization, new ShowInvitation.Query(invitation.Value.Id, "en"))).Value.Notice;
            await Send(provider, organization, new AnswerInvitation.Command(invitation.Value.Id, true, shown.Id, shown.Sha256, shown.Language));
        }
    }

    private static async Task<T> Send<T>(IServiceProvider provider, OrganizationId organization, IRequest<T> request)
    {
        await using var scope = provider.CreateAsyncScope();
        Enter(scope.ServiceProvider, organization);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private static void Enter(IServiceProvider services, OrganizationId organization) =>
        services.GetRequiredService<ICurrentActor>().Enter(organization, SystemActor.Id, Roles.Of(Roles.Admin));

    private static void WriteSecret(Settings settings, string name, string text)
    {
        Directory.CreateDirectory(settings.DataFolder);
        using var file = new FileStream(Path.Combine(settings.DataFolder, name), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(Encoding.UTF8.GetBytes(text + "\n"));
    }
}
