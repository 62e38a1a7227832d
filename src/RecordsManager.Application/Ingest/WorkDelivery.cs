using MediatR;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>
/// Works off one delivery. Everything is read, written and probed before anything is attached, and what is attached is one
/// transaction: at any crash the delivery is as it was, and the next run clears what this one left and begins again. What
/// stops it is its own fault (refused, for a person), an outage (it waits as before), or neither: then it waits longer each time.
/// </summary>
public static partial class WorkDelivery
{
    [Requires(Permission.System)]
    public sealed record Command(DeliveryId Delivery) : ICommand<Result>;

    internal sealed partial class Handler(
        IWriteDb db, IUnitOfWork work, IWorkLock locks, IObjectVault vault, DeliveryIntake intake, DeliveryAttachment attachment, DeliverySeal seal, TimeProvider clock, ILogger<Handler> log)
        : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await using var mine = await locks.TryTake(command.Delivery.ToString(), ct);
            if (mine is null || await db.Delivery(command.Delivery, ct) is not { IsPending: true } delivery || delivery.NotBefore > clock.GetUtcNow())
            {
                return Result.Ok; // another node has it, it is done, or its time has not come
            }

            if (delivery.State == DeliveryState.Working && !await GoesOnAfterInterruption(delivery, ct))
            {
                return Result.Ok;
            }

            delivery.Start();
            await work.Commit(ct);
            try
            {
                await Work(delivery, ct);
            }
            catch (Exception failure)
            {
                work.Forget();
                await Wait(command.Delivery, failure, ct);
                ct.ThrowIfCancellationRequested();
            }

            return Result.Ok;
        }

        private async Task Work(Delivery delivery, CancellationToken ct)
        {
            await vault.DestroyUnattached(delivery.Organization, delivery.Id.ToString(), ct);
            List<string> steps = [];
            var taken = await intake.Take(delivery, steps, ct);
            if (taken.Error is { } error)
            {
                await vault.DestroyUnattached(delivery.Organization, delivery.Id.ToString(), ct);
                steps.Add("Stopped: nothing was imported.");
                await Fail(delivery, error, steps, ct);
                return;
            }

            await attachment.Attach(delivery, taken.Value, steps, ct);
        }

        /// <summary>Its worker is gone, or the lock would not have been free.</summary>
        private async Task<bool> GoesOnAfterInterruption(Delivery delivery, CancellationToken ct)
        {
            if (!delivery.WasInterrupted(clock.GetUtcNow()))
            {
                await GiveUp(delivery, ct);
                return false;
            }

            return delivery.NotBefore is null;
        }

        /// <summary>Commits itself, whoever has gone away meanwhile.</summary>
        private async Task Wait(DeliveryId id, Exception failure, CancellationToken stopped)
        {
            if (await db.Delivery(id, CancellationToken.None) is not { State: DeliveryState.Working } delivery)
            {
                return;
            }

            if (stopped.IsCancellationRequested || failure is ConcurrencyConflictException || Outage.Is(failure))
            {
                delivery.Release();
                Released(log, id.ToString(), failure.GetType().Name, failure.Message);
            }
            else if (delivery.SetBack(clock.GetUtcNow()))
            {
                SetBack(log, failure, id.ToString(), delivery.Setbacks, delivery.NotBefore!.Value);
            }
            else
            {
                GivenUp(log, failure, id.ToString(), delivery.Setbacks);
                await GiveUp(delivery, CancellationToken.None);
            }

            await work.Commit(CancellationToken.None);
        }

        private Task GiveUp(Delivery delivery, CancellationToken ct) => Fail(delivery, DeliveryErrors.GivenUp, ["Stopped: nothing was imported."], ct);

        private async Task Fail(Delivery delivery, Error error, IReadOnlyList<string> steps, CancellationToken ct)
        {
            var report = new DeliveryReport(steps, [], error.Message, error.WhatToDo);
            delivery.Fail(error.Code, await seal.Report(delivery.Organization, delivery.Id, report, ct), clock.GetUtcNow());
        }

        [LoggerMessage(EventId = 2130, Level = LogLevel.Warning, Message = "Work on the delivery {Delivery} stopped, through no fault of its own, and is begun anew: {Failure}, {Reason}")]
        private static partial void Released(ILogger log, string delivery, string failure, string reason);

        [LoggerMessage(EventId = 2131, Level = LogLevel.Error, Message = "Work on the delivery {Delivery} was set back {Setbacks} times; it is not tried again before {At}")]
        private static partial void SetBack(ILogger log, Exception failure, string delivery, int setbacks, DateTimeOffset at);

        [LoggerMessage(EventId = 2132, Level = LogLevel.Error, Message = "Work on the delivery {Delivery} was set back {Setbacks} times; it is not tried again until somebody asks for it")]
        private static partial void GivenUp(ILogger log, Exception failure, string delivery, int setbacks);
    }
}
