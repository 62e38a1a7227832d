using RecordsManager.Cli.Server;

namespace RecordsManager.Cli.Ingest;

/// <summary>On the error stream, a line at most every other second: the output stream carries nothing but the id.</summary>
internal sealed class UploadProgress(int files, long bytes, TimeProvider clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private long _said = clock.GetTimestamp();
    private int _filesSent;
    private long _bytesSent;
    private string? _state;

    public void Sending(string name, long sent, long length)
    {
        if (clock.GetElapsedTime(_said) >= Between)
        {
            _said = clock.GetTimestamp();
            Console.Error.WriteLine($"  file {_filesSent + 1} of {files}, {name}: {Size(sent)} of {Size(length)}");
        }
    }

    public void Sent(long length)
    {
        _filesSent++;
        _bytesSent += length;
        if (_filesSent == files)
        {
            Console.Error.WriteLine($"{files} files sent, {Size(bytes)}.");
        }
        else if (clock.GetElapsedTime(_said) >= Between)
        {
            _said = clock.GetTimestamp();
            Console.Error.WriteLine($"  {_filesSent} of {files} files sent, {Size(_bytesSent)} of {Size(bytes)}");
        }
    }

    public void Working(DeliveryState delivery)
    {
        var state = $"  {delivery.Status}: {delivery.Attached ?? 0} of {delivery.Expected?.ToString(provider: null) ?? "?"} attached";
        if (state != _state)
        {
            Console.Error.WriteLine(_state = state);
        }
    }

    private static string Size(long bytes) => bytes < 10_000_000 ? $"{bytes / 1000d:0} kB" : $"{bytes / 1e6:0} MB";
}
