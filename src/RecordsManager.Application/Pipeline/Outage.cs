using System.Data.Common;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Application.Pipeline;

/// <summary>A database, an object store or a KEK provider that is down, or a disk that is full: it passes, it is nobody's fault, and what was tried is worth trying again.</summary>
public static class Outage
{
    public static bool IsOfDatabase(Exception failure) => Causes(failure).Any(cause => cause is DbException { IsTransient: true } or DbException { SqlState: "57P01" or "57P02" or "57P03" });

    public static bool Is(Exception failure) => IsOfDatabase(failure) || Causes(failure).Any(cause => cause is KekUnavailableException or StoreOutageException);

    /// <summary>EF Core wraps what the driver throws, and a rendering what it could not read.</summary>
    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
