using System.Xml.Linq;

namespace RecordsManager.Architecture.Tests;

public sealed class DependingInOneDirection
{
    /// <summary>The arrows of architecture.md; the compiler enforces what the project files say, this test what they may say.</summary>
    public static TheoryData<string, string> Arrows => new()
    {
        { "src/RecordsManager.Domain/RecordsManager.Domain.csproj", "" },
        { "src/RecordsManager.Proofs/RecordsManager.Proofs.csproj", "" },
        { "src/RecordsManager.Rules/RecordsManager.Rules.csproj", "Domain" },
        { "src/RecordsManager.Application/RecordsManager.Application.csproj", "Domain Proofs Rules" },
        { "src/Infrastructure/RecordsManager.Persistence/RecordsManager.Persistence.csproj", "Application" },
        { "src/Infrastructure/RecordsManager.Storage/RecordsManager.Storage.csproj", "Application" },
        { "src/Infrastructure/RecordsManager.Media/RecordsManager.Media.csproj", "Application" },
        { "src/Infrastructure/RecordsManager.Ingest/RecordsManager.Ingest.csproj", "Application" },
        { "src/Infrastructure/RecordsManager.Outgoing/RecordsManager.Outgoing.csproj", "Application" },
        { "src/Infrastructure/RecordsManager.Printing/RecordsManager.Printing.csproj", "Application" },
        { "src/Infrastructure/RecordsManager.Scheduling/RecordsManager.Scheduling.csproj", "Application" },
        { "src/RecordsManager.Web/RecordsManager.Web.csproj", "Ingest Media Outgoing Persistence Printing Scheduling Storage" },
        { "src/RecordsManager.Cli/RecordsManager.Cli.csproj", "Proofs Rules" },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_project_refers_to_those_that_the_map_lets_it(string project, string references)
    {
        var written = XDocument.Load(Path.Combine(Product.Repository, project)).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)["RecordsManager.".Length..]);

        Assert.Equal(references, string.Join(' ', written.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void There_is_no_project_that_the_map_does_not_know() => Assert.Equal(
        Arrows.Select(row => row.Data.Item1).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(Product.Repository, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Product.Repository, path)).Order(StringComparer.Ordinal));

    [Fact]
    public void The_domain_refers_to_the_base_class_library_only()
    {
        Assert.All(Product.Domain.GetReferencedAssemblies(), a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));
        Assert.Empty(XDocument.Load(Path.Combine(Product.Repository, "src/RecordsManager.Domain/RecordsManager.Domain.csproj")).Descendants("PackageReference"));
    }

    /// <summary>What an auditor runs against us is small, and brings nothing along.</summary>
    [Fact]
    public void The_proofs_refer_to_the_base_class_library_only()
    {
        Assert.All(Product.Proofs.GetReferencedAssemblies(), a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));
        Assert.Empty(XDocument.Load(Path.Combine(Product.Repository, "src/RecordsManager.Proofs/RecordsManager.Proofs.csproj")).Descendants("PackageReference"));
    }

    [Theory]
    [InlineData("System.IO.")]
    [InlineData("System.Net.")]
    [InlineData("System.Data.")]
    [InlineData("System.Threading.Tasks.")]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("Microsoft.Extensions.")]
    [InlineData("Microsoft.EntityFrameworkCore.")]
    [InlineData("Microsoft.AspNetCore.")]
    [InlineData("System.TimeProvider")]
    [InlineData("System.Random")]
    public void The_domain_names_no_type_of_the_outside_world(string prefix) =>
        Assert.DoesNotContain(Product.TypesNamedIn(Product.Domain), t => t.StartsWith(prefix, StringComparison.Ordinal));

    [Fact]
    public void The_application_names_no_adapter_and_no_technology_but_the_query_extensions()
    {
        var named = Product.TypesNamedIn(Product.Application);

        Assert.Equal(["Domain", "Proofs", "Rules"], Product.ReferencesToOurs(Product.Application));
        Assert.DoesNotContain(named, t => t.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            || t.StartsWith("Quartz.", StringComparison.Ordinal)
            || t.StartsWith("Npgsql.", StringComparison.Ordinal)
            || t is "System.IO.File" or "System.IO.Directory" or "System.IO.FileStream" or "System.Diagnostics.Process");
    }

    [Fact]
    public void No_adapter_knows_another()
    {
        foreach (var adapter in Product.Adapters)
        {
            Assert.True(Product.ReferencesToOurs(adapter).All(r => r is "Application" or "Domain" or "Proofs"), Product.Name(adapter));
        }
    }

    [Fact]
    public void Only_the_media_adapter_starts_processes_and_knows_what_ffmpeg_is()
    {
        foreach (var assembly in Product.All.Where(a => a != Product.Media))
        {
            Assert.DoesNotContain("System.Diagnostics.Process", Product.TypesNamedIn(assembly));
        }

        Assert.Contains("System.Diagnostics.Process", Product.TypesNamedIn(Product.Media));
        Assert.DoesNotContain(Product.LiteralsOf(Product.Storage), text => text.Contains("ffmpeg", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Only_persistence_knows_the_database()
    {
        foreach (var assembly in Product.All.Where(a => a != Product.Persistence))
        {
            var named = Product.TypesNamedIn(assembly);
            Assert.DoesNotContain("Microsoft.EntityFrameworkCore.DbContext", named);
            Assert.DoesNotContain("Microsoft.EntityFrameworkCore.DbSet`1", named);
            Assert.True(assembly == Product.Web || !named.Contains("Npgsql.NpgsqlCommand"), Product.Name(assembly)); // Web asks whether the database answers
        }
    }

    [Fact]
    public void Only_scheduling_knows_Quartz()
    {
        foreach (var assembly in Product.All.Where(a => a != Product.Scheduling))
        {
            Assert.DoesNotContain(Product.TypesNamedIn(assembly), t => t.StartsWith("Quartz.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Only_storage_works_with_keys_and_ciphers()
    {
        foreach (var assembly in Product.All.Where(a => a != Product.Storage))
        {
            Assert.DoesNotContain(Product.TypesNamedIn(assembly), t => t is "System.Security.Cryptography.AesGcm" or "System.Security.Cryptography.Aes" or "System.Security.Cryptography.HKDF");
        }
    }
}
