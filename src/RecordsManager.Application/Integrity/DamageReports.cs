using System.Globalization;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Integrity;

/// <summary>Damage is told once, when it is found, and once more when it is made good: in a row, on the ledger and in the log.</summary>
internal sealed partial class DamageReports(IWriteDb db, IUnitOfWork work, TimeProvider clock, ILogger<DamageReports> log)
{
    private readonly List<ObjectDamage> _new = [];

    public async Task Damaged(ObjectRow row, RecordingId? recording, string place, Damage what, CancellationToken ct)
    {
        if ((await db.OpenDamages(row.Id, ct)).Any(d => d.Place == place))
        {
            return; // known since an earlier reading
        }

        var now = clock.GetUtcNow();
        var damage = new ObjectDamage
        {
            Id = Guid.CreateVersion7(now),
            Organization = row.Organization,
            Object = row.Id,
            Place = place,
            What = what,
            ObjectKind = row.Kind,
            Owner = row.Owner,
            Recording = recording,
            FoundAt = now,
        };
        _new.Add(damage);
        db.Add(damage);
        Told(log, row.Id.ToString(), row.Owner, place, what);
        work.Record(new LedgerFact("integrity.damaged", About(damage), null, Details(damage, ("what", what.ToString()), ("bytes", row.PlainLength.ToString(CultureInfo.InvariantCulture)))));
    }

    public async Task Good(MediaObjectId id, string place, CancellationToken ct)
    {
        foreach (var damage in (await db.OpenDamages(id, ct)).Concat(_new).Where(d => d.Object == id && d.Place == place))
        {
            damage.Repaired(clock.GetUtcNow());
            work.Record(new LedgerFact("integrity.repaired", About(damage), null, Details(damage)));
        }
    }

    private static string About(ObjectDamage damage) => damage.Recording?.ToString() ?? damage.Owner;

    private static Dictionary<string, string> Details(ObjectDamage damage, params (string Name, string Value)[] more) => new(more.Select(m => KeyValuePair.Create(m.Name, m.Value)))
    {
        ["object"] = damage.Object.ToString(),
        ["objectKind"] = damage.ObjectKind.ToString(),
        ["place"] = damage.Place,
    };

    [LoggerMessage(EventId = 2120, Level = LogLevel.Error, Message = "Object {Object} of {Owner} is damaged in the {Place} place: {What}")]
    private static partial void Told(ILogger log, string @object, string owner, string place, Damage what);
}
