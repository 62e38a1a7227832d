using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Chapters;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Learning;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Transcripts;

namespace RecordsManager.Application;

public static class ApplicationModule
{
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => type => provider.GetRequiredService(type));
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<ICurrentActor, CurrentActor>();

        // The order of registration is the order of execution.
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Authorize<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Validate<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Commit<,>));
        services.Scan(scan => scan.FromAssemblyOf<ICurrentActor>()
            .AddClasses(classes => classes.AssignableToAny(typeof(IRequestHandler<,>), typeof(IValidator<>)), publicOnly: false)
            .AsImplementedInterfaces()
            .WithScopedLifetime());
        services.AddSingleton<RuleShelf>();
        services.AddScoped<RuleBooks>();
        services.AddScoped<ShippedRules>();
        services.AddScoped<RulePackPlanner>();
        services.AddScoped<PersonNames>();
        services.AddScoped<ConsentGate>();
        services.AddScoped<ConsentPolicyPlanner>();
        services.AddScoped<PolicyInForce>();
        services.AddScoped<MyRecordingsLinks>();
        services.AddSingleton<ScrubPace>();
        services.AddScoped<CopyCheck>();
        services.AddScoped<ObjectWhereabouts>();
        services.AddScoped<DamageReports>();
        services.AddSingleton(provider => new DerivativePlan(provider.GetRequiredService<IMediaEngine>().SceneEncoding, provider.GetRequiredService<PictureHeights>()));
        services.AddScoped<ChapterTitles>();
        services.AddScoped<ChapterViews>();
        services.AddScoped<ChapterWriter>();
        services.AddScoped<CallViews>();
        services.AddScoped<PlaybackGate>();
        services.AddScoped<RenditionReader>();
        services.AddSingleton<RenditionTables>();
        services.AddSingleton<RememberedRenditions>();
        services.AddScoped<TrackTrimmer>();
        services.AddScoped<CallDirectory>();
        services.AddScoped<ConsentRecorder>();
        services.AddScoped<ReceiptKeys>();
        services.AddScoped<WaitingAnswers>();
        services.AddScoped<ConsentInvitations>();
        services.AddScoped<DerivativeRenderer>();
        services.AddScoped<ShareLinkViews>();
        services.AddSingleton<WatchTickets>();
        services.AddSingleton<ShareCodes>();
        services.AddScoped<ShareTermsSeal>();
        services.AddScoped<SharedParts>();
        services.AddScoped<WordIndex>();
        services.AddScoped<TranscriptWriter>();
        services.AddScoped<TranscriptViews>();
        services.AddScoped<TranscriptSpeakers>();
        services.AddScoped<LearningDesk>();
        services.AddScoped<LearningAccess>();
        services.AddScoped<LedgerReader>();
        services.AddScoped<LedgerNodes>();
        services.AddScoped<LedgerPayloads>();
        services.AddScoped<CheckpointSigner>();
        services.AddScoped<CheckpointWriter>();
        services.AddScoped<TrailQuestion>();
        services.AddScoped<TrailEntries>();
        services.AddScoped<BundleHistory>();
        services.AddScoped<BundleNotices>();
        services.AddScoped<EvidenceReader>();
        services.AddScoped<PersonEraser>();
        services.AddScoped<EpochMoves>();
        services.AddScoped<KeyRotation>();
        services.AddScoped<KeySwitch>();
        services.AddScoped<KeyRestoration>();
        services.AddScoped<DeliverySeal>();
        services.AddScoped<DeliveryIntake>();
        services.AddScoped<DeliveryAttachment>();
        return services;
    }
}
