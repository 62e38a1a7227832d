using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Ledger;

namespace RecordsManager.Printing;

public static class PrintingModule
{
    /// <param name="fontFolder">Where deploy/local/front-end.sh has put the fonts.</param>
    public static IServiceCollection AddPrinting(this IServiceCollection services, string fontFolder)
    {
        services.AddSingleton(_ => new Fonts(fontFolder));
        services.AddSingleton<ITrailPrinter, TrailPrinter>();
        return services;
    }
}
