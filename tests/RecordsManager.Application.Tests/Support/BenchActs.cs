using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Support;

/// <summary>What happens to a call on the workbench: ingest, answers, the schedule's jobs, and looks behind the curtain.</summary>
internal static class BenchActs
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Delivers a call and works the delivery off.</summary>
    public static async Task<Recording> Ingest(this Workbench bench, Call call, string? key = null)
    {
        var delivery = await bench.WorkOff(await call.Deliver(bench, key));
        Assert.True(delivery.State == DeliveryState.Complete, delivery.Error?.Message);
        return await bench.Recording(delivery.Recording!.Value);
    }

    /// <summary>Delivers a call of today in which everybody agrees.</summary>
    public static Task<Recording> IngestAgreed(this Workbench bench, params string[] people) =>
        bench.IngestAgreed(new Call($"call-{Guid.NewGuid():N}", bench.Clock.GetUtcNow(), people));

    public static async Task<Recording> IngestAgreed(this Workbench bench, Call call)
    {
        var recording = await bench.Ingest(call);
        bench.Clock.Advance(call.Lasts + TimeSpan.FromSeconds(call.WithCameras ? 4 : 1)); // after the call: a yes within it leaves what came before it in quarantine
        foreach (var participant in recording.Participants)
        {
            await bench.Says(recording, participant, ConsentEventKind.Granted);
        }

        return await bench.Recording(recording.Id);
    }

    public static async Task<ShowDelivery.View> WorkOff(this Workbench bench, DeliveryId delivery)
    {
        Assert.Equal(Result.Ok, await bench.SendAsSystem(new WorkDelivery.Command(delivery)));
        return (await bench.Send(new ShowDelivery.Query(delivery))).Value;
    }

    /// <summary>A millisecond after whatever was said before: a clock that stands still knows no last answer.</summary>
    public static async Task Says(this Workbench bench, Recording recording, Participant participant, ConsentEventKind kind)
    {
        bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null((await bench.Send(new RecordConsent.Command(recording.Id, participant.Id, kind, "api", "en", null))).Error);
    }

    /// <summary>The job of the schedule: everything due takes its next step.</summary>
    public static async Task<IReadOnlyList<RecordingId>> Sweep(this Workbench bench)
    {
        var due = await bench.SendAsSystem(new SweepDisposition.Query());
        foreach (var recording in due)
        {
            Assert.Equal(Result.Ok, await bench.SendAsSystem(new DisposeRecording.Command(recording)));
            Assert.Equal(Result.Ok, await bench.SendAsSystem(new DestroyUncoveredParts.Command(recording)));
        }

        return due;
    }

    /// <summary>The job of the schedule, until nothing moves any more; derivatives are made where an erasure waits for them.</summary>
    public static async Task ContinueErasures(this Workbench bench)
    {
        for (var step = 0; step < 4; step++)
        {
            foreach (var request in await bench.SendAsSystem(new PendingErasures.Query()))
            {
                Assert.Equal(Result.Ok, await bench.SendAsSystem(new ContinueErasure.Command(request)));
            }

            await bench.Derive();
        }
    }

    public static async Task Derive(this Workbench bench)
    {
        for (var turn = 0; turn < 3 && (turn == 0 || await bench.Read(db => db.Derivatives.AnyAsync(d => d.State == DerivativeState.Waiting, Ct))); turn++)
        {
            foreach (var recording in await bench.SendAsSystem(new PendingDerivations.Query()))
            {
                Assert.Equal(Result.Ok, await bench.SendAsSystem(new MakeDerivatives.Command(recording)));
            }
        }
    }

    public static Task<Recording> Recording(this Workbench bench, RecordingId id) => bench.Read(db => db.Recordings.FirstAsync(r => r.Id == id, Ct));

    public static async Task<T> Read<T>(this Workbench bench, Func<IReadDb, Task<T>> read)
    {
        var answer = default(T);
        await bench.In(bench.Organization, async services => answer = await read(services.GetRequiredService<IReadDb>()));
        return answer!;
    }

    public static async Task<IReadOnlyList<LedgerEntry>> Ledger(this Workbench bench) =>
        await bench.Read(db => db.LedgerEntries.OrderBy(e => e.Index).ToListAsync(Ct));

    public static async Task<IReadOnlyList<string>> Kinds(this Workbench bench, RecordingId recording)
    {
        var about = recording.ToString();
        return await bench.Read(db => db.LedgerEntries.Where(e => e.Object == about).OrderBy(e => e.Index).Select(e => e.Kind).ToListAsync(Ct));
    }

    public static async Task ChainHolds(this Workbench bench) => Assert.Empty((await bench.Send(new ScrubLedger.Command())).Value.Findings);

    /// <summary>By the order in which the people were delivered; the aggregate keeps no order.</summary>
    public static Track TrackOf(this Recording recording, int ordinal) => recording.Tracks.Single(t => t.SourceTrackId == $"t{ordinal}");

    public static Participant Participant(this Recording recording, int ordinal) => recording.FindParticipant(recording.TrackOf(ordinal).Participant)!;

    public static PersonId PersonCalled(this Recording recording, int ordinal) => recording.Participant(ordinal).Person;

    /// <summary>Every encrypted object on the disk.</summary>
    public static IReadOnlyList<string> BytesOnDisk(this Workbench bench) =>
        Directory.Exists(Path.Combine(bench.Folder, "storage", "objects")) ? [.. Directory.EnumerateFiles(Path.Combine(bench.Folder, "storage", "objects"), "*", SearchOption.AllDirectories)] : [];

    public static async Task<long> Count(this Workbench bench, string table)
    {
        await using var superuser = await Open(bench);
        await using var command = new NpgsqlCommand($"select count(*) from {table}", superuser);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }

    /// <summary>A digest of every row of every table, and the names of all stored bytes: equal means that nothing was written.</summary>
    public static async Task<string> Everything(this Workbench bench)
    {
        await using var superuser = await Open(bench);
        List<string> tables = [];
        await using (var command = new NpgsqlCommand("select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1", superuser))
        await using (var reader = await command.ExecuteReaderAsync(Ct))
        {
            while (await reader.ReadAsync(Ct))
            {
                tables.Add(reader.GetString(0));
            }
        }

        List<string> digests = [];
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand($"select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t", superuser);
            digests.Add($"{table} {await command.ExecuteScalarAsync(Ct)}");
        }

        return string.Join('\n', digests.Concat(bench.BytesOnDisk().Order(StringComparer.Ordinal)));
    }

    private static async Task<NpgsqlConnection> Open(Workbench bench)
    {
        var connection = new NpgsqlConnection(bench.Database.SuperuserConnectionString);
        await connection.OpenAsync(Ct);
        return connection;
    }
}
