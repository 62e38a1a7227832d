using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Support;

/// <summary>Tries to read what lies encrypted, as the product does.</summary>
internal static class Looks
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The whole plaintext, or why there is none.</summary>
    public static async Task<(byte[]? Bytes, UnreadableReason? Reason)> Opened(this Workbench bench, MediaObjectId id)
    {
        try
        {
            await using var reader = await bench.Services.GetRequiredService<IObjectVault>().Open(bench.Organization, id, Ct);
            var bytes = new byte[reader.Length];
            Assert.Equal(bytes.Length, await reader.Read(0, bytes, Ct));
            return (bytes, null);
        }
        catch (ObjectUnreadableException unreadable)
        {
            return (null, unreadable.Reason);
        }
    }

    /// <summary>What the name of a person is shown as.</summary>
    public static async Task<string> NameOf(this Workbench bench, PersonId person)
    {
        var name = "";
        await bench.In(bench.Organization, async services => name = (await services.GetRequiredService<PersonNames>().Of(person, Ct)).DisplayName);
        return name;
    }

    /// <summary>Each object with the persons of whom it holds a part.</summary>
    public static async Task<IReadOnlyList<(MediaObjectId Object, IReadOnlyList<PersonId> Holders)>> Objects(this Workbench bench)
    {
        await using var superuser = NpgsqlDataSource.Create(bench.Database.SuperuserConnectionString);
        await using var command = superuser.CreateCommand("select o.id, array_remove(array_agg(s.holder_id), null) from media_objects o left join object_shares s on s.object_id = o.id where o.is_stored group by 1");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        List<(MediaObjectId, IReadOnlyList<PersonId>)> objects = [];
        while (await reader.ReadAsync(Ct))
        {
            objects.Add((new MediaObjectId(reader.GetGuid(0)), [.. reader.GetFieldValue<Guid[]>(1).Select(id => new PersonId(id))]));
        }

        return objects;
    }

    public static async Task<T> Value<T>(this Workbench bench, string sql)
    {
        await using var superuser = NpgsqlDataSource.Create(bench.Database.SuperuserConnectionString);
        await using var command = superuser.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }
}
