using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Transcripts;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Mp4;
using RecordsManager.Media.Processes;
using RecordsManager.Media.Transcription;

namespace RecordsManager.Media;

public static class MediaModule
{
    /// <summary>Registers <see cref="IMediaEngine"/>. The gateway's listener starts with the first job.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services, MediaOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new LoopbackGateway(options))
        .AddSingleton<ITranscriptionEngine>(new OpenAiTranscription(options.Transcription))
        .AddSingleton<FfmpegRunner>()
        .AddSingleton<IMovieLayout, MovieLayout>()
        .AddSingleton<IMediaEngine, FfmpegMediaEngine>();
}
