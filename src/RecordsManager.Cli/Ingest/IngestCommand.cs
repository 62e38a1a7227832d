using System.CommandLine;
using RecordsManager.Cli.Server;

namespace RecordsManager.Cli.Ingest;

internal static class IngestCommand
{
    public static Command Create()
    {
        var adapter = new Option<string>("--adapter") { Required = true, Description = "Who recorded it: janus, manifest, …" };
        var wait = new Option<bool>("--wait") { Description = "Wait until everything is attached and print the recording's id; without it, the delivery's id is printed." };
        var files = new Option<string[]>("--files") { Description = "Where else the files lie that a manifest names; may be repeated." };
        var path = new Argument<string>("path") { Description = "A directory, or a manifest.json." };
        var command = new Command("ingest", "Delivers a recorded call. The same files again are the same recording.") { adapter, wait, files, path };
        command.SetAction((parsed, ct) => Run(
            parsed.GetRequiredValue(adapter), parsed.GetRequiredValue(path), parsed.GetValue(files) ?? [], parsed.GetValue(wait), ct));
        return command;
    }

    private static async Task<int> Run(string adapter, string path, string[] otherFolders, bool wait, CancellationToken ct)
    {
        using var server = ServerConnection.FromEnvironment();
        var files = DeliveryFolder.Choose(adapter, path, otherFolders);
        var digests = new List<FileDigest>(files.Count);
        var uploads = new List<DeliveredUpload>(files.Count);
        foreach (var file in files)
        {
            digests.Add(await file.Measure(ct));
        }

        var progress = new UploadProgress(files.Count, digests.Sum(digest => digest.Length), TimeProvider.System);
        foreach (var digest in digests)
        {
            var upload = await new TusUpload(server).Send(digest, sent => progress.Sending(digest.File.Name, sent, digest.Length), ct);
            uploads.Add(new DeliveredUpload(digest.File.Name, upload));
            progress.Sent(digest.Length);
        }

        var order = new DeliveryOrder(server);
        var answer = await order.Place(adapter, DeliveryOrder.IdempotencyKey(adapter, digests), new DeliveryRequest(uploads), ct);
        await Console.Error.WriteLineAsync($"Delivery {answer.Delivery} is received.");
        if (!wait)
        {
            await Console.Out.WriteLineAsync(answer.Delivery);
            return ExitCode.Done;
        }

        return await Report(await order.Follow(answer.Delivery, progress.Working, ct));
    }

    private static async Task<int> Report(DeliveryState delivery)
    {
        if (delivery.Recording is not null)
        {
            await Console.Out.WriteLineAsync(delivery.Recording);
        }

        return delivery.Status is "complete"
            ? ExitCode.Done
            : throw Refusal.Of(
                delivery.Error?.Code ?? $"delivery.{delivery.Status}",
                delivery.Error?.Message ?? "Not everything in the delivery could be attached.",
                delivery.Error?.WhatToDo ?? $"look at the page of delivery {delivery.Id}.");
    }
}
