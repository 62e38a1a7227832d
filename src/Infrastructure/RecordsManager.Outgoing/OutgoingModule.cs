using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Learning;

namespace RecordsManager.Outgoing;

public static class OutgoingModule
{
    public static IServiceCollection AddOutgoing(this IServiceCollection services, OutgoingOptions options) => services
        .AddSingleton(_ => new GuardedHttp(options))
        .AddSingleton<ILearningRecordStore, LrsClient>();
}
