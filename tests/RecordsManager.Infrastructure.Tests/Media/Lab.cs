using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Recordings;
using RecordsManager.Media;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>An engine as the product registers it, a scratch folder, and the installed ffmpeg as an independent judge.</summary>
public sealed class Lab : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Lab(MediaOptions? options = null)
        : this(options ?? new MediaOptions(), NewFolder())
    {
    }

    private Lab(MediaOptions options, string folder)
    {
        _services = new ServiceCollection().AddMedia(options).BuildServiceProvider();
        Folder = folder;
    }

    public static IProgress<double> Unwatched { get; } = new Silent();

    public string Folder { get; }

    public IMediaEngine Engine => _services.GetRequiredService<IMediaEngine>();

    /// <summary>An engine whose ffmpeg is a shell script; <c>"$@"</c> are ffmpeg's arguments.</summary>
    public static Lab WithFfmpeg(string script, TimeSpan? readLimit = null)
    {
        var folder = NewFolder();
        var path = Path.Combine(folder, "ffmpeg");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for ffmpeg is a shell script");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new Lab(new MediaOptions { FfmpegPath = path, ReadLimit = readLimit ?? TimeSpan.FromSeconds(20) }, folder);
    }

    public string At(string name) => Path.Combine(Folder, name);

    public T Resolve<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Makes a medium that no fixture has.</summary>
    public async Task<string> Make(string name, params string[] arguments)
    {
        await Ffmpeg([.. arguments, "-y", At(name)]);
        return At(name);
    }

    /// <summary>As the product does it: the voices as one, then the mix of that.</summary>
    public async Task<Rendition> Mix(IReadOnlyList<AudioInput> voices, long durationNs, Stream output)
    {
        VoiceSum sum;
        await using (var one = File.Create(At("voices.mka")))
        {
            sum = await Engine.SumVoices(voices, durationNs, one, Unwatched, TestContext.Current.CancellationToken);
        }

        await using var medium = new FileMedia(At("voices.mka"));
        return await Engine.RenderMix(sum, medium, durationNs, output, Unwatched, TestContext.Current.CancellationToken);
    }

    public static Task<byte[]> Ffmpeg(params string[] arguments) => Run("ffmpeg", ["-nostdin", "-hide_banner", "-v", "error", .. arguments]);

    public static async Task<string> Ffprobe(params string[] arguments) =>
        System.Text.Encoding.UTF8.GetString(await Run("ffprobe", ["-v", "error", .. arguments]));

    /// <summary>Mono, as samples from −1 to 1.</summary>
    public static async Task<float[]> Samples(string file, int rate)
    {
        var pcm = await Ffmpeg("-i", file, "-ac", "1", "-ar", $"{rate}", "-f", "f32le", "-");
        var samples = new float[pcm.Length / sizeof(float)];
        Buffer.BlockCopy(pcm, 0, samples, 0, samples.Length * sizeof(float));
        return samples;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("records-media-").FullName;

    /// <returns>Stdout; a word on stderr or an exit code fails the test.</returns>
    private static async Task<byte[]> Run(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        Assert.Equal((0, string.Empty), (process.ExitCode, await errors));
        return output.ToArray();
    }

    private sealed class Silent : IProgress<double>
    {
        public void Report(double value)
        {
        }
    }
}
