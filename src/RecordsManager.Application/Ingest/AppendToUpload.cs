using System.Buffers;
using System.Security.Cryptography;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ingest;

/// <summary>
/// One request's bytes (tus PATCH), encrypted while they arrive, one object a request. When it returns they are durable: the
/// object is synced and the new offset committed. A connection that breaks keeps what had come, unless a checksum was promised.
/// </summary>
public static class AppendToUpload
{
    /// <param name="Length">The upload's length when it was deferred until now.</param>
    /// <param name="Checksum">Promised checksum of these bytes, or null: SHA-256, or SHA-1 where it is as long as one.</param>
    [Requires(Permission.DeliveriesWrite)]
    public sealed record Command(UploadId Upload, long Offset, long? Length, byte[]? Checksum, Stream Body) : ICommand<Result<long>>;

    /// <summary>Longer than the server takes to give up on a client that sends nothing (5 s): whoever lost its connection can go on.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Several segments: most of a full buffer is encrypted where it lies.</summary>
    private const int BufferLength = 1 << 18;

    internal sealed class Handler(IWriteDb db, IUnitOfWork work, IObjectVault vault, IWorkLock locks, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command command, CancellationToken cancellationToken)
        {
            // Two requests for one upload at once: the second would find an offset that is about to move.
            await using var mine = await locks.Take(command.Upload.ToString(), Patience, cancellationToken);
            if (mine is null)
            {
                return UploadErrors.Busy;
            }

            var upload = await db.Upload(command.Upload, cancellationToken);
            if (upload is null)
            {
                return UploadErrors.NotFound;
            }

            if (upload.ExpiresAt <= clock.GetUtcNow())
            {
                return UploadErrors.Expired;
            }

            if (upload.Offset != command.Offset)
            {
                return UploadErrors.WrongOffset;
            }

            if (command.Length > CreateUpload.MaxBytes)
            {
                return UploadErrors.TooLarge;
            }

            if (command.Length is { } length && upload.LengthIs(length) is { Failed: true } changed)
            {
                return changed.Error!;
            }

            await vault.DestroyUnattached(actor.Organization, upload.Id.ToString(), cancellationToken);
            return await Store(upload, command, cancellationToken);
        }

        private async Task<Result<long>> Store(Upload upload, Command command, CancellationToken ct)
        {
            var spec = new ObjectSpec(MediaObjectId.New(clock.GetUtcNow()), actor.Organization, upload.Id.ToString(), ObjectKind.Upload, [], upload.Id.ToString());
            await using var writer = await vault.Create(spec, ct);
            using var hash = command.Checksum is null ? null : IncrementalHash.CreateHash(command.Checksum.Length == SHA1.HashSizeInBytes ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
            var room = (upload.Length ?? CreateUpload.MaxBytes) - upload.Offset;
            var taken = await Copy(command.Body, writer.Body, hash, room, ct);
            if (taken > room)
            {
                return upload.Length is null ? UploadErrors.TooLarge : UploadErrors.TooLong;
            }

            if (command.Checksum is { } promised && !CryptographicOperations.FixedTimeEquals(promised, hash!.GetHashAndReset()))
            {
                return UploadErrors.ChecksumMismatch;
            }

            if (taken > 0)
            {
                // The client may be gone already; what it sent is kept all the same.
                var stored = await writer.Complete(CancellationToken.None);
                upload.Append(stored.Id, stored.PlainLength);
                await db.Attach([stored.Id], CancellationToken.None);
                await work.Commit(CancellationToken.None);
            }

            return upload.Offset;
        }

        private static async Task<long> Copy(Stream from, Stream to, IncrementalHash? hash, long room, CancellationToken ct)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
            var taken = 0L;
            try
            {
                while (true)
                {
                    int read;
                    try
                    {
                        read = await from.ReadAsync(buffer, ct);
                    }
                    catch (Exception gone) when (gone is IOException or OperationCanceledException)
                    {
                        return taken; // keep the prefix; the client asks for the offset and goes on
                    }

                    taken += read;
                    if (read == 0 || taken > room)
                    {
                        return taken;
                    }

                    hash?.AppendData(buffer, 0, read);
                    await to.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                }
            }
            finally
            {
                CryptographicOperations.ZeroMemory(buffer);
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
