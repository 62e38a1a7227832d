using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Scheduling;

namespace RecordsManager.Infrastructure.Tests.Scheduling;

public sealed class WorkingForEveryOrganization
{
    private static readonly OrganizationId First = new(Guid.CreateVersion7());
    private static readonly OrganizationId Second = new(Guid.CreateVersion7());
    private readonly List<string> _done = [];

    [Fact]
    public async Task Works_on_every_item_of_every_organization_in_its_name_and_with_the_systems_rights_only()
    {
        await Work(_ => { });

        Assert.Equal([$"{First} 1", $"{First} 2", $"{First} 3", $"{Second} 1", $"{Second} 2", $"{Second} 3"], _done);
    }

    [Fact]
    public async Task What_fails_for_one_item_leaves_the_others_and_the_other_organizations_alone()
    {
        await Work(item =>
        {
            if (item == 2)
            {
                throw new InvalidOperationException("This one fails.");
            }
        });

        Assert.Equal([$"{First} 1", $"{First} 3", $"{Second} 1", $"{Second} 3"], _done);
    }

    [Fact]
    public async Task Stops_when_the_server_stops() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => Work(item => throw new OperationCanceledException()));

    private async Task Work(Action<int> act)
    {
        var services = new ServiceCollection();
        services.AddScoped<ICurrentActor, CurrentActor>();
        services.AddScoped<IMediator>(scope => new Answering(scope.GetRequiredService<ICurrentActor>(), act, _done));
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var scopes = new SystemScopes(provider.GetRequiredService<IServiceScopeFactory>(), new Directory(), NullLogger<SystemScopes>.Instance);

        await scopes.ForEach(new Find(), item => new Do(item), TestContext.Current.CancellationToken);
    }

    private sealed record Find : IRequest<IReadOnlyList<int>>;

    private sealed record Do(int Item) : IRequest<Result>;

    private sealed class Directory : IOrganizationDirectory
    {
        public Task<IReadOnlyList<OrganizationId>> All(CancellationToken ct) => Task.FromResult<IReadOnlyList<OrganizationId>>([First, Second]);
    }

    private sealed class Answering(ICurrentActor actor, Action<int> act, List<string> done) : IMediator
    {
        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
        {
            Assert.True(actor.May(Permission.System) && !actor.May(Permission.RecordingsRead) && actor.Id == SystemActor.Id);
            if (request is Find)
            {
                return Task.FromResult((TResponse)(object)(IReadOnlyList<int>)[1, 2, 3]);
            }

            var item = ((Do)(object)request).Item;
            act(item);
            done.Add($"{actor.Organization} {item}");
            return Task.FromResult((TResponse)(object)Result.Ok);
        }

        public Task<object?> Send(object request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task Publish(object notification, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
            where TNotification : INotification => throw new NotSupportedException();
    }
}
