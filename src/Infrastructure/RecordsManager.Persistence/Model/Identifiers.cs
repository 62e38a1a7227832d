using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Erasure;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;
using RecordsManager.Domain.Sharing;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Persistence.Model;

/// <summary>Every identifier is a uuid in the database and a type of its own in the code.</summary>
internal static class Identifiers
{
    private static readonly Type[] All =
    [
        typeof(OrganizationId), typeof(UserId), typeof(PersonId), typeof(ConversationId), typeof(RecordingId), typeof(TrackId), typeof(ParticipantId),
        typeof(ChatMessageId), typeof(TranscriptId), typeof(TranscriptLineId), typeof(TranscriptionId), typeof(ChapterId), typeof(DerivativeId), typeof(MediaObjectId), typeof(DeliveryId), typeof(UploadId), typeof(ConsentEventId),
        typeof(ConsentInvitationId), typeof(NoticeId), typeof(WidgetOriginId), typeof(MyRecordingsLinkId), typeof(ReceiptKeyId), typeof(ShareLinkId), typeof(LearningStatementId), typeof(RetentionPolicyId), typeof(LegalHoldId), typeof(ErasureRequestId), typeof(CertificateId),
    ];

    public static void Configure(ModelConfigurationBuilder configuration)
    {
        foreach (var type in All)
        {
            configuration.Properties(type).HaveConversion(typeof(IdConverter<>).MakeGenericType(type));
        }
    }

    /// <summary>An array of identifiers as uuid[].</summary>
    public static ValueConverter<IReadOnlyList<T>, Guid[]> Array<T>()
        where T : struct
    {
        var to = new IdConverter<T>();
        return new(ids => ids.Select(id => (Guid)to.ConvertToProvider(id)!).ToArray(), values => values.Select(v => (T)to.ConvertFromProvider(v)!).ToList());
    }

    internal sealed class IdConverter<T>() : ValueConverter<T, Guid>(ToGuid(), FromGuid())
        where T : struct
    {
        private static Expression<Func<T, Guid>> ToGuid()
        {
            var id = Expression.Parameter(typeof(T));
            return Expression.Lambda<Func<T, Guid>>(Expression.Property(id, "Value"), id);
        }

        private static Expression<Func<Guid, T>> FromGuid()
        {
            var value = Expression.Parameter(typeof(Guid));
            return Expression.Lambda<Func<Guid, T>>(Expression.New(typeof(T).GetConstructor([typeof(Guid)])!, value), value);
        }
    }
}
