using System.Reflection;
using MediatR;
using RecordsManager.Application.Pipeline;

namespace RecordsManager.Architecture.Tests;

public sealed class WritingAUseCase
{
    private static readonly IReadOnlyList<Type> Requests =
        [.. Product.All.SelectMany(a => a.GetTypes()).Where(t => t is { IsAbstract: false, IsInterface: false } && Implements(t, typeof(IRequest<>)))];

    private static readonly IReadOnlyList<Type> Handlers =
        [.. Product.All.SelectMany(a => a.GetTypes()).Where(t => t is { IsAbstract: false, IsInterface: false } && Implements(t, typeof(IRequestHandler<,>)))];

    [Fact]
    public void There_are_use_cases() => Assert.True(Requests.Count > 40);

    [Fact]
    public void Every_request_says_what_its_actor_must_be_allowed_to_do() =>
        Assert.All(Requests, r => Assert.NotNull(r.GetCustomAttribute<RequiresAttribute>()));

    [Fact]
    public void Every_request_is_either_a_command_or_a_query() =>
        Assert.All(Requests, r => Assert.True(Implements(r, typeof(ICommand<>)) ^ Implements(r, typeof(IQuery<>)), r.FullName));

    [Fact]
    public void Every_request_is_a_sealed_record_in_the_application_within_its_use_case() => Assert.All(Requests, r =>
    {
        Assert.Same(Product.Application, r.Assembly);
        Assert.True(r is { IsSealed: true, IsNestedPublic: true } && r.GetMethod("<Clone>$") is not null, r.FullName);
        Assert.True(r.DeclaringType is { IsAbstract: true, IsSealed: true }, r.FullName);
        Assert.Contains(r.Name, (string[])["Command", "Query"]);
    });

    [Fact]
    public void Every_handler_is_internal_and_sealed_and_beside_its_request()
    {
        Assert.Equal(Requests.Count, Handlers.Count);
        Assert.All(Handlers, h =>
        {
            Assert.True(h is { IsNestedAssembly: true, IsSealed: true, Name: "Handler" }, h.FullName);
            var request = h.GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)).GetGenericArguments()[0];
            Assert.Same(h.DeclaringType, request.DeclaringType);
        });
    }

    [Fact]
    public void Every_use_case_is_one_file_of_its_name()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Product.Repository, "src/RecordsManager.Application"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(Path.GetFileNameWithoutExtension, StringComparer.Ordinal);
        foreach (var useCase in Handlers.Select(h => h.DeclaringType!))
        {
            var file = Assert.Single(files[useCase.Name]);
            Assert.Single(File.ReadAllText(file).Split('\n'), line => line.Contains("class Handler", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_handler_sends_another_request() => Assert.All(
        Handlers.SelectMany(h => h.GetConstructors()).SelectMany(c => c.GetParameters()),
        p => Assert.NotEqual(typeof(IMediator), p.ParameterType));

    [Fact]
    public void A_query_cannot_write() => Assert.All(
        Handlers.Where(h => h.DeclaringType!.GetNestedType("Query") is not null).SelectMany(h => h.GetConstructors()).SelectMany(c => c.GetParameters()),
        p => Assert.DoesNotContain(p.ParameterType.Name, (string[])["IWriteDb", "IUnitOfWork"]));

    /// <summary>An act without a signed-in actor carries its own proof; each one is a decision.</summary>
    [Fact]
    public void What_may_be_done_without_signing_in_is_written_here() => Assert.Equal(
        ["AnswerInvitation", "AnswerLearning", "AskLearning", "AwaitRecording", "BeginLearning", "CountView", "EnterShareCode", "FindSharedRecording", "FollowPlayback", "ListReceiptKeys", "ListStems", "ListVariants", "MakeReceipt", "NoteAccess", "NoteLearning", "NoteRefusal", "NoteWatched", "OpenChapters", "OpenDownload", "OpenMyRecordings", "OpenRendition", "OpenShareLink", "OpenTranscript", "OpenWaveforms", "ReopenMyQuestion", "SendShareCode", "ShowInvitation", "ShowMyRecordings", "ShowWatermark", "UnlockShareLink", "WithdrawPurpose"],
        Requests.Where(r => r.GetCustomAttribute<RequiresAttribute>()!.Permission == Domain.Organizations.Permission.None).Select(r => r.DeclaringType!.Name).Order(StringComparer.Ordinal));

    private static bool Implements(Type type, Type generic) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == generic);
}
