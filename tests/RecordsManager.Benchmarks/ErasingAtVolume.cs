using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Benchmarks;

/// <summary>
/// A person with many tracks is erased, five tracks and a mix in each recording: how long until nothing of them opens, on the node that was
/// asked and on another. Then every object is tried on both. Needs RECORDS_TEST_DB_ADMIN.
/// </summary>
internal static class ErasingAtVolume
{
    public const string Verb = "erase";
    private const int TracksOfARecording = 5;

    public static async Task<int> Run(int tracks)
    {
        await using var bench = await Workbench.Create();
        await using var other = Workbench.On(bench.Database, Directory.CreateTempSubdirectory("records-node-").FullName, bench.Clock, bench.Organization);
        foreach (var shared in new[] { "storage", "keys" })
        {
            Directory.CreateSymbolicLink(Path.Combine(other.Folder, shared), Path.Combine(bench.Folder, shared));
        }

        foreach (var node in new[] { bench, other })
        {
            foreach (var service in node.Services.GetServices<IHostedService>())
            {
                await service.StartAsync(CancellationToken.None);
            }
        }

        var (ada, bob) = (await Person(bench, "ada"), await Person(bench, "bob"));
        var (theirs, bobs) = await Fill(bench, tracks, ada, bob);
        var vaults = new[] { bench, other }.Select(n => n.Services.GetRequiredService<IObjectVault>()).ToArray();
        var open = new List<IObjectReader>();
        foreach (var vault in vaults)
        {
            open.Add(await vault.Open(bench.Organization, theirs[0], CancellationToken.None));
        }

        var clock = Stopwatch.StartNew();
        var asked = Ask();
        foreach (var reader in open)
        {
            while (await Reads(reader))
            {
                await Task.Yield();
            }
        }

        var streams = clock.Elapsed;
        var readable = 0;
        foreach (var vault in vaults)
        {
            foreach (var id in theirs)
            {
                readable += await Opens(vault, bench, id) ? 1 : 0;
            }
        }

        var kept = 0;
        foreach (var id in bobs)
        {
            kept += await Opens(vaults[1], bench, id) ? 1 : 0;
        }

        var (request, answered) = await asked;
        clock.Restart();
        await bench.SendAsSystem(new ContinueErasure.Command(request.Value));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{tracks} tracks and {theirs.Count - tracks} mixes: unreadable, open streams on two nodes ended, after {streams.TotalMilliseconds:0} ms; answered after {answered.TotalMilliseconds:0} ms; then {readable} of {2 * theirs.Count} tries opened, {kept} of {bobs.Count} of the other person's; redacted and deleted after {clock.Elapsed.TotalSeconds:0.0} s more"));
        return readable == 0 && kept == bobs.Count ? 0 : 1;

        async Task<(Domain.Result<Domain.Erasure.ErasureRequestId> Request, TimeSpan After)> Ask()
        {
            return (await bench.Send(new RequestErasure.Command(ada)), clock.Elapsed);
        }
    }

    private static async Task<bool> Reads(IObjectReader reader)
    {
        try
        {
            return await reader.Read(0, new byte[16], CancellationToken.None) > 0;
        }
        catch (ObjectUnreadableException)
        {
            return false;
        }
    }

    private static async Task<bool> Opens(IObjectVault vault, Workbench bench, MediaObjectId id)
    {
        try
        {
            await using var reader = await vault.Open(bench.Organization, id, CancellationToken.None);
            return true;
        }
        catch (ObjectUnreadableException)
        {
            return false;
        }
    }

    private static async Task<PersonId> Person(Workbench bench, string identity)
    {
        var person = default(PersonId);
        await bench.In(bench.Organization, async services =>
        {
            var (db, work, ciphers) = (services.GetRequiredService<Application.IWriteDb>(), services.GetRequiredService<IUnitOfWork>(), services.GetRequiredService<IPersonCipher>());
            person = PersonId.New(bench.Clock.GetUtcNow());
            var key = await ciphers.NewPersonKey(bench.Organization, person, CancellationToken.None);
            db.Add(new Person(person, bench.Organization, System.Text.Encoding.UTF8.GetBytes(identity), await ciphers.Seal(bench.Organization, person, key, PersonNames.Context, new byte[8], CancellationToken.None)));
            db.AddPersonKey(person, key);
            await work.Commit(CancellationToken.None);
        });
        return person;
    }

    /// <summary>Real objects, written as the product writes them; the recordings around them in bulk.</summary>
    private static async Task<(IReadOnlyList<MediaObjectId> Theirs, IReadOnlyList<MediaObjectId> Others)> Fill(Workbench bench, int tracks, PersonId ada, PersonId bob)
    {
        var vault = bench.Services.GetRequiredService<IObjectVault>();
        List<MediaObjectId> theirs = [], others = [];
        await using var source = NpgsqlDataSource.Create(bench.Database.SuperuserConnectionString);
        foreach (var recording in Enumerable.Range(0, tracks / TracksOfARecording).Select(_ => Guid.CreateVersion7()))
        {
            List<Guid> own = [];
            for (var track = 0; track < TracksOfARecording; track++)
            {
                own.Add((await Store(vault, bench, recording, ObjectKind.Track, ada)).Value);
            }

            var (mix, bobs) = (await Store(vault, bench, recording, ObjectKind.Mix, ada, bob), await Store(vault, bench, recording, ObjectKind.Track, bob));
            await using var insert = source.CreateCommand(
                """
                with made as (
                    insert into recordings (id, organization_id, conversation_id, source, external_id, title, started_at, has_start, duration_ns, state, play_version, planned_version, version, medium, purposes, features, withdrawn_version, unshared_version)
                    values ($1, $2, gen_random_uuid(), 'bench', $1::text, 'A call', now(), true, 1, 'Kept', 1, 1, 1, 'Video', '{recording}', '{}', 0, 0)),
                people as (
                    insert into participants (id, person_id, presence, organization_id, recording_id, ordinal, locations, location_source, whereabouts, age_band, channel, marks, chat_windows, may_be_shared, is_forgotten)
                    select gen_random_uuid(), person, '[]', $2, $1, n - 1, '{DE}', 'Declared', '[]', 'Unknown', 'Electronic', '[]', '[]', false, false from unnest(array[$3, $4]) with ordinality as p(person, n) returning id, person_id),
                attached as (update media_objects set is_attached = true where owner = 'rec_' || replace($1::text, '-', ''))
                insert into tracks (id, participant_id, source_track_id, kind, codec, container, offset_ns, first_timestamp_ns, duration_ns, object_id, sha256, bytes, state, gaps, organization_id, recording_id, windows, kept, reminders)
                select gen_random_uuid(), p.id, o::text, 'Microphone', 'opus', 'webm', 0, 0, 1, o, '', 1, 'Cleared', '[]', $2, $1, '[]', '[]', 0 from unnest($5) o, people p where p.person_id = $3
                """);
            insert.Parameters.AddWithValue(recording);
            insert.Parameters.AddWithValue(bench.Organization.Value);
            insert.Parameters.AddWithValue(ada.Value);
            insert.Parameters.AddWithValue(bob.Value);
            insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid, Value = own.ToArray() });
            await insert.ExecuteNonQueryAsync();
            theirs.AddRange(own.Select(id => new MediaObjectId(id)));
            theirs.Add(mix);
            others.Add(bobs);
        }

        return (theirs, others);
    }

    private static async Task<MediaObjectId> Store(IObjectVault vault, Workbench bench, Guid recording, ObjectKind kind, params PersonId[] holders)
    {
        var spec = new ObjectSpec(MediaObjectId.New(bench.Clock.GetUtcNow()), bench.Organization, new RecordingId(recording).ToString(), kind, holders, "bench");
        await using var writer = await vault.Create(spec, CancellationToken.None);
        await writer.Body.WriteAsync(new byte[1000]);
        return (await writer.Complete(CancellationToken.None)).Id;
    }
}
