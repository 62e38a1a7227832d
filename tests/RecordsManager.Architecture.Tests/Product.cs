using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Recordings;
using RecordsManager.Ingest;
using RecordsManager.Media;
using RecordsManager.Outgoing;
using RecordsManager.Persistence;
using RecordsManager.Proofs;
using RecordsManager.Printing;
using RecordsManager.Scheduling;
using RecordsManager.Storage;

namespace RecordsManager.Architecture.Tests;

/// <summary>The product's assemblies, and what is written in them.</summary>
internal static class Product
{
    public static readonly Assembly Domain = typeof(Recording).Assembly;
    public static readonly Assembly Proofs = typeof(MerkleTree).Assembly;
    public static readonly Assembly Application = typeof(ICurrentActor).Assembly;
    public static readonly Assembly Persistence = typeof(RecordsDb).Assembly;
    public static readonly Assembly Storage = typeof(StorageModule).Assembly;
    public static readonly Assembly Media = typeof(MediaModule).Assembly;
    public static readonly Assembly Ingest = typeof(IngestModule).Assembly;
    public static readonly Assembly Outgoing = typeof(OutgoingModule).Assembly;
    public static readonly Assembly Printing = typeof(PrintingModule).Assembly;
    public static readonly Assembly Scheduling = typeof(SchedulingModule).Assembly;
    public static readonly Assembly Web = typeof(Program).Assembly;

    public static readonly IReadOnlyList<Assembly> Adapters = [Persistence, Storage, Media, Ingest, Outgoing, Printing, Scheduling];
    public static readonly IReadOnlyList<Assembly> All = [Domain, Proofs, Application, .. Adapters, Web];

    public static string Repository { get; } = FindUp("RecordsManager.sln");

    public static string Name(Assembly assembly) => assembly.GetName().Name!["RecordsManager.".Length..];

    public static IReadOnlyList<string> ReferencesToOurs(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("RecordsManager.", StringComparison.Ordinal)).Select(n => n["RecordsManager.".Length..]).Order(StringComparer.Ordinal)];

    /// <summary>The full names of every type of another assembly that the code names anywhere, bodies of methods included.</summary>
    public static IReadOnlySet<string> TypesNamedIn(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}")
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Every string literal of the code.</summary>
    public static IReadOnlyList<string> LiteralsOf(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        List<string> literals = [];
        for (var handle = metadata.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            literals.Add(metadata.GetUserString(handle));
        }

        return literals;
    }

    private static string FindUp(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, name)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(name);
    }
}
