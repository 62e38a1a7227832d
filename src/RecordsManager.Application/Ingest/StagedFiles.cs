using System.Text.Json;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>A delivery's files: their names, sealed in the delivery's row, and the uploads that hold their bytes.</summary>
public sealed record StagedFile(string Name, Guid Upload);

/// <summary>What the worker found, sealed in the delivery's row because it quotes names.</summary>
public sealed record DeliveryReport(IReadOnlyList<string> Steps, IReadOnlyList<ManifestWarning> Warnings, string? Message, string? WhatToDo);

internal sealed class DeliverySeal(IOrganizationCipher cipher)
{
    public Task<byte[]> Files(OrganizationId organization, DeliveryId delivery, IReadOnlyList<StagedFile> files, CancellationToken ct) =>
        cipher.Seal(organization, SealedContexts.DeliveryFiles(delivery), JsonSerializer.SerializeToUtf8Bytes(files), ct);

    public async Task<IReadOnlyList<StagedFile>> Files(Delivery delivery, CancellationToken ct) =>
        delivery.SealedFiles is null
            ? []
            : JsonSerializer.Deserialize<List<StagedFile>>(await cipher.Open(delivery.Organization, SealedContexts.DeliveryFiles(delivery.Id), delivery.SealedFiles, ct))!;

    public Task<byte[]> Report(OrganizationId organization, DeliveryId delivery, DeliveryReport report, CancellationToken ct) =>
        cipher.Seal(organization, SealedContexts.DeliveryReport(delivery), JsonSerializer.SerializeToUtf8Bytes(report), ct);

    public async Task<DeliveryReport?> Report(Delivery delivery, CancellationToken ct) =>
        delivery.SealedReport is null
            ? null
            : JsonSerializer.Deserialize<DeliveryReport>(await cipher.Open(delivery.Organization, SealedContexts.DeliveryReport(delivery.Id), delivery.SealedReport, ct));
}

/// <summary>The uploads of a delivery as the adapter sees them: names and seekable plaintext streams.</summary>
internal sealed class StagedDelivery(IReadOnlyList<DeliveredFile> files, IReadOnlyDictionary<string, Upload> uploads, OrganizationId organization, IObjectVault vault) : IDeliveredFiles
{
    public IReadOnlyList<DeliveredFile> Files { get; } = files;

    public async Task<Stream> Open(string name, CancellationToken ct)
    {
        if (!uploads.TryGetValue(name, out var upload))
        {
            throw new FileNotFoundException("No such file in this delivery.");
        }

        List<(long Start, IObjectReader Reader)> parts = [];
        foreach (var part in upload.Parts.OrderBy(p => p.Start))
        {
            parts.Add((part.Start, await vault.Open(organization, part.Object, ct)));
        }

        return new UploadStream(parts, upload.Offset);
    }
}
