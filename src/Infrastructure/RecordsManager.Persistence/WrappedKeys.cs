using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Npgsql;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Persistence;

/// <summary>
/// Knows every column in which something is wrapped under a KEK; the database's own list is <c>wrapped_under</c> of migration
/// 0017, and an epoch ends only when both find nothing. Rows are named by their <c>ctid</c>, which stays while they are locked.
/// </summary>
internal sealed class WrappedKeys(NpgsqlDataSource source) : IWrappedKeys
{
    private const int Few = 500;

    private static readonly IReadOnlyList<Place> Places =
    [
        Keys("person_keys", "person_id", "epoch > 0", row => new PersonId((Guid)row).ToString()),
        Keys("object_shares", "object_id", "holder_id is null", row => new MediaObjectId((Guid)row).ToString()),
        Values("deliveries", "id", "sealed_files", row => SealedContexts.DeliveryFiles(new DeliveryId((Guid)row))),
        Values("deliveries", "id", "sealed_report", row => SealedContexts.DeliveryReport(new DeliveryId((Guid)row))),
        Values("uploads", "id", "sealed_metadata", row => SealedContexts.UploadMetadata(new UploadId((Guid)row))),
        Values("share_links", "id", "sealed_recipient", row => SealedContexts.ShareRecipient(new ShareLinkId((Guid)row))),
        Values("share_links", "id", "sealed_sharer", row => SealedContexts.ShareSharer(new ShareLinkId((Guid)row))),
        Values("share_links", "id", "sealed_reason", row => SealedContexts.ShareReason(new ShareLinkId((Guid)row))),
        Values("share_links", "id", "sealed_mail", row => SealedContexts.ShareMail(new ShareLinkId((Guid)row))),
        Values("chapters", "id", "sealed_title", row => SealedContexts.ChapterTitle(new ChapterId((Guid)row))),
        Values("idempotent_answers", "key", "sealed_body", row => SealedContexts.IdempotentAnswer((string)row)),
        Values("receipt_keys", "id", "sealed_private", _ => SealedContexts.ReceiptKey),
        Values("learning_stores", "organization_id", "sealed_secret", _ => SealedContexts.LearningSecret),
        Values("ledger_keys", "key_id", "sealed_private_key", row => SealedContexts.LedgerKey((string)row)),
        Values(
            "ledger_payloads", "(select e.leaf from ledger_entries e where e.organization_id = t.organization_id and e.index = t.index)", "sealed_values",
            row => SealedContexts.LedgerValues(LedgerLeaf.Read((string)row).Commitment), "person_id is null"),
    ];

    public async Task<IReadOnlyList<KekEpoch>> Epochs(OrganizationId organization, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var command = new NpgsqlCommand("select epoch, provider, made_at, is_on_trial from kek_epochs order by epoch", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<KekEpoch> epochs = [];
        while (await reader.ReadAsync(ct))
        {
            epochs.Add(new KekEpoch(organization, reader.GetInt32(0), reader.GetString(1), await reader.GetFieldValueAsync<DateTimeOffset>(2, ct), reader.GetBoolean(3)));
        }

        return epochs;
    }

    public async Task<int> Exchange(OrganizationId organization, int epoch, Func<WrappedRow, CancellationToken, Task<WrappedKey?>> anew, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        foreach (var place in Places)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var exchanged = 0;
            foreach (var found in await Read(connection, place, $"{place.Epoch} < $1 order by {place.Epoch} limit {Few} for update of t", epoch, ct))
            {
                if (await anew(found.Row, ct) is { } key)
                {
                    await Write(connection, place, found, key, ct);
                    exchanged++;
                }
            }

            await transaction.CommitAsync(ct);
            if (exchanged > 0)
            {
                return exchanged;
            }
        }

        return 0;
    }

    public async Task<int> GiveUp(OrganizationId organization, IReadOnlyCollection<int> epochs, CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var given = 0;
        foreach (var sql in (string[])[
            "delete from person_keys where epoch = any($1)",
            "delete from object_shares where holder_id is null and epoch = any($1)",
            "update deliveries set sealed_files = null where sealed_epoch(sealed_files) = any($1)",
            "update deliveries set sealed_report = null where sealed_epoch(sealed_report) = any($1)",
            "delete from uploads where sealed_epoch(sealed_metadata) = any($1)",
            "delete from idempotent_answers where sealed_epoch(sealed_body) = any($1)",
            "delete from ledger_payloads where person_id is null and sealed_epoch(sealed_values) = any($1)"])
        {
#pragma warning disable CA2100 // the constants above
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            command.Parameters.AddWithValue(epochs.ToArray());
            given += await command.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return given;
    }

    public async IAsyncEnumerable<WrappedRow> All(OrganizationId organization, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await TenantConnection.Open(source, organization, ct);
        foreach (var place in Places)
        {
            foreach (var found in await Read(connection, place, $"{place.Epoch} <= $1", int.MaxValue, ct))
            {
                yield return found.Row;
            }
        }
    }

    private static Place Keys(string table, string id, string where, Func<object, string> subject) => new(
        $"select t.ctid::text, {id}, epoch, blob, \"check\" from {table} t where {where} and ",
        $"update {table} set epoch = $2, blob = $3, \"check\" = $4 where ctid = $1::tid",
        "epoch", IsKey: true, subject);

    private static Place Values(string table, string id, string column, Func<object, string> context, string where = "true") => new(
        $"select t.ctid::text, {id}, {column} from {table} t where {where} and {column} is not null and ",
        $"update {table} set {column} = $2 where ctid = $1::tid",
        $"sealed_epoch({column})", IsKey: false, row => SealedContexts.Subject(context(row)));

    private static async Task<IReadOnlyList<Found>> Read(NpgsqlConnection connection, Place place, string which, int epoch, CancellationToken ct)
    {
#pragma warning disable CA2100 // made of the constants above
        await using var command = new NpgsqlCommand(place.Select + which, connection);
#pragma warning restore CA2100
        command.Parameters.AddWithValue(epoch);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<Found> found = [];
        while (await reader.ReadAsync(ct))
        {
            var (at, subject) = (reader.GetString(0), place.Subject(reader.GetValue(1)));
            if (place.IsKey)
            {
                var key = new WrappedKey(reader.GetInt32(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4));
                found.Add(new Found(at, new WrappedRow(subject, subject, key), []));
                continue;
            }

            var value = reader.GetFieldValue<byte[]>(2);
            var wrapped = SealedHeader.Read(value, out var body);
            found.Add(new Found(at, new WrappedRow("value:" + Convert.ToHexStringLower(SHA256.HashData(value.AsSpan(body))), subject, wrapped), value[body..]));
        }

        return found;
    }

    private static async Task Write(NpgsqlConnection connection, Place place, Found found, WrappedKey key, CancellationToken ct)
    {
#pragma warning disable CA2100 // made of the constants above
        await using var command = new NpgsqlCommand(place.Update, connection);
#pragma warning restore CA2100
        command.Parameters.AddWithValue(found.At);
        if (place.IsKey)
        {
            command.Parameters.AddWithValue(key.Epoch);
            command.Parameters.AddWithValue(key.Blob);
            command.Parameters.AddWithValue(key.Check);
        }
        else
        {
            var value = SealedHeader.Write(key, found.Body.Length, out var body);
            found.Body.CopyTo(value, body);
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    /// <param name="Subject">Of what the row is named by.</param>
    private sealed record Place(string Select, string Update, string Epoch, bool IsKey, Func<object, string> Subject);

    /// <param name="Body">What follows the header of a sealed value; empty for a key.</param>
    private sealed record Found(string At, WrappedRow Row, byte[] Body);
}
