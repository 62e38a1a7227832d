using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Tests.Commands;

/// <summary>Several nodes or people at the same moment: the act happens once, and who comes second is told or finds it done.</summary>
public sealed class ActingAtOnce : OnTheWorkbench
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Four_nodes_destroy_a_recording_once()
    {
        var recording = await Binned();

        await AtOnce(4, _ => new DisposeRecording.Command(recording), SystemActor.Permissions);

        Assert.Equal(RecordingState.Destroyed, (await Bench.Recording(recording)).State);
        Assert.Single(await Bench.Read(db => db.Certificates.ToListAsync(Ct)));
        Assert.Single(await Bench.Kinds(recording), k => k == "disposition.destroyed");
        Assert.Empty(Bench.BytesOnDisk());
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task A_hold_and_the_sweep_never_both_win()
    {
        for (var round = 0; round < 8; round++)
        {
            var recording = await Binned();

            await Task.WhenAll(
                AtOnce(1, _ => new DisposeRecording.Command(recording), SystemActor.Permissions),
                AtOnce(1, _ => new PlaceLegalHold.Command(recording, "CASE-7"), Roles.Of(Roles.Admin)));

            var now = await Bench.Recording(recording);
            Assert.NotEqual(now.State == RecordingState.Destroyed, now.IsHeld);
            Assert.Equal(now.IsHeld, now.Tracks[0].HasBytes);
        }
    }

    [Fact]
    public async Task Four_requests_to_erase_a_person_are_one()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");

        await AtOnce(4, _ => new RequestErasure.Command(recording.PersonCalled(0)), Roles.Of(Roles.Admin));

        var request = Assert.Single(await Bench.Read(db => db.ErasureRequests.ToListAsync(Ct)));
        Assert.Equal(["erasure.requested"], (await Bench.Ledger()).Where(e => e.Object == request.Id.ToString()).Select(e => e.Kind));
        await Bench.ChainHolds();
    }

    [Fact]
    public async Task Four_announcements_of_a_call_are_one_recording_and_four_joins_one_person()
    {
        await AtOnce(4, _ => new AnnounceCall.Command("acme", "call-1", "room", "A call", null), Roles.Of(Roles.Admin));
        var recording = Assert.Single(await Bench.Read(db => db.Recordings.ToListAsync(Ct)));

        await AtOnce(4, _ => new JoinCall.Command(recording.Id, "ada", "Ada", null, "DE"), Roles.Of(Roles.Admin));

        Assert.Single((await Bench.Recording(recording.Id)).Participants);
        Assert.Single(await Bench.Read(db => db.People.ToListAsync(Ct)));
        Assert.Equal(1, await Bench.Count("person_keys"));
    }

    /// <summary>Sends them side by side; a conflict is an answer, anything else a failure.</summary>
    private Task AtOnce<T>(int count, Func<int, IRequest<T>> command, IReadOnlySet<Permission> permissions)
        where T : IOutcome => Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            await Task.Yield();
            try
            {
                var answer = await Bench.Send(Bench.Organization, command(i), permissions);
                Assert.True(answer.Error is null || answer.Error == RecordingErrors.Destroyed || answer.Error == RecordingErrors.UnderHold, answer.Error?.Code);
            }
            catch (ConcurrencyConflictException)
            {
                // told to load it again
            }
        }));

    private async Task<RecordingId> Binned()
    {
        var recording = await Bench.IngestAgreed("ada");
        Assert.Equal(Result.Ok, await Bench.Send(new MoveToBin.Command(recording.Id)));
        Bench.Clock.Advance(TimeSpan.FromDays(40));
        return recording.Id;
    }
}
