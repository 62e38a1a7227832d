using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ingest;

/// <summary>
/// Works off one delivery. Everything is read, written and probed before anything is attached, and what is attached is one
/// transaction: at any crash the delivery is as it was, and the next run clears what this one left and begins again.
/// </summary>
public static class WorkDelivery
{
    [Requires(Permission.System)]
    public sealed record Command(DeliveryId Delivery) : ICommand<Result>;

    internal sealed class Handler(
        IWriteDb db, IUnitOfWork work, IWorkLock locks, IObjectVault vault, DeliveryIntake intake, DeliveryAttachment attachment, DeliverySeal seal, TimeProvider clock)
        : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            await using var mine = await locks.TryTake(command.Delivery.ToString(), ct);
            if (mine is null || await db.Delivery(command.Delivery, ct) is not { IsPending: true } delivery)
            {
                return Result.Ok; // another node has it, or it is done
            }

            delivery.Start();
            await work.Commit(ct);
            await vault.DestroyUnattached(delivery.Organization, delivery.Id.ToString(), ct);

            List<string> steps = [];
            var taken = await intake.Take(delivery, steps, ct);
            if (taken.Error is { } error)
            {
                await vault.DestroyUnattached(delivery.Organization, delivery.Id.ToString(), ct);
                steps.Add("Stopped: nothing was imported.");
                var report = new DeliveryReport(steps, [], error.Message, error.WhatToDo);
                delivery.Fail(error.Code, await seal.Report(delivery.Organization, delivery.Id, report, ct), clock.GetUtcNow());
                return Result.Ok;
            }

            await attachment.Attach(delivery, taken.Value, steps, ct);
            return Result.Ok;
        }
    }
}
