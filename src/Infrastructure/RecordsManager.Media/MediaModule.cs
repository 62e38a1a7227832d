using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media;

public static class MediaModule
{
    /// <summary>Registers <see cref="IMediaEngine"/>. The gateway's listener starts with the first job.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services, MediaOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new LoopbackGateway(options))
        .AddSingleton<FfmpegRunner>()
        .AddSingleton<IMediaEngine, FfmpegMediaEngine>();
}
