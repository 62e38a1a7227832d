using System.Text;
using MediatR;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Learning;

/// <summary>Sets up where learning signals go, and switches them on or off. Switched off, what waits is deleted by the schedule.</summary>
public static class ChangeLearning
{
    /// <param name="Secret">Empty: the one that is kept stays, if it goes to the same address.</param>
    /// <param name="Percent">Of a recording, for it to be completed.</param>
    /// <param name="HomePage">Our own origin as the admin sees it; taken the first time only.</param>
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(string? Endpoint, string? Key, string? Secret, int Percent, bool IsOn, string HomePage) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, ILearningRecordStore lrs, IOrganizationCipher cipher, ICurrentActor actor) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var endpoint = (command.Endpoint ?? "").Trim();
            var store = await db.LearningStore(cancellationToken);
            var isKnown = store is not null;
            store ??= new LearningStore(actor.Organization, command.HomePage);
            if (command.Secret is { Length: > LearningStore.LongestSecret })
            {
                return LearningErrors.SecretMissing;
            }

            // A kept secret follows nobody to another address: who may change the address does not learn it.
            var secret = command.Secret is { Length: > 0 } given ? await cipher.Seal(actor.Organization, SealedContexts.LearningSecret, Encoding.UTF8.GetBytes(given), cancellationToken)
                : isKnown && IsSamePlace(store.Endpoint, endpoint) ? store.SealedSecret
                : [];
            var changed = store.Change(endpoint, (command.Key ?? "").Trim(), secret, command.Percent / 100d, command.IsOn);
            if (changed.Failed)
            {
                return changed;
            }

            if (lrs.Refuses(store.Endpoint) is { } refused)
            {
                return refused;
            }

            if (!isKnown)
            {
                db.Add(store);
            }

            return Result.Ok;
        }

        private static bool IsSamePlace(string before, string now) =>
            Uri.TryCreate(before, UriKind.Absolute, out var a) && Uri.TryCreate(now, UriKind.Absolute, out var b) && a.Scheme == b.Scheme && a.Authority == b.Authority;
    }
}
