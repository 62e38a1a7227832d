using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Recordings;

/// <summary>Kept, in the bin, destroyed; a legal hold stops every step of it.</summary>
public sealed partial class Recording
{
    public Result PlaceHold(LegalHoldId id, string caseReference, string by, DateTimeOffset now)
    {
        if (State == RecordingState.Destroyed)
        {
            return RecordingErrors.Destroyed;
        }

        if (_holds.Exists(h => h.Stands && h.CaseReference == caseReference))
        {
            return Result.Ok;
        }

        _holds.Add(new LegalHold(id, caseReference, by, now));
        Raise(new LedgerFact("hold.placed", Id.ToString(), null, new Dictionary<string, string> { ["hold"] = id.ToString(), ["case"] = caseReference }));
        return Result.Ok;
    }

    public Result ReleaseHold(LegalHoldId id, DateTimeOffset now)
    {
        var hold = _holds.Find(h => h.Id == id);
        if (hold is null)
        {
            return RetentionErrors.HoldNotFound;
        }

        if (hold.Stands)
        {
            hold.Release(now);
            Raise(new LedgerFact("hold.released", Id.ToString(), null, new Dictionary<string, string> { ["hold"] = id.ToString(), ["case"] = hold.CaseReference }));
        }

        return Result.Ok;
    }

    /// <summary>A changed policy moves the end of the retention of what is still kept.</summary>
    public void Reschedule(DateTimeOffset policyWas, DateTimeOffset policyIs)
    {
        if (State == RecordingState.Kept)
        {
            KeepUntil = KeepUntilUnder(policyWas, policyIs);
        }
    }

    /// <summary>The end of the retention if the policy's end moved. What a restore promised beyond the policy stays promised.</summary>
    public DateTimeOffset KeepUntilUnder(DateTimeOffset policyWas, DateTimeOffset policyIs) =>
        KeepUntil > policyWas && KeepUntil > policyIs ? KeepUntil.Value : policyIs;

    /// <summary>The schedule's soft delete: refused before the retention ends and while a hold stands.</summary>
    public Result MoveToBinWhenDue(DateTimeOffset binUntil, DateTimeOffset now)
    {
        if (State == RecordingState.InBin)
        {
            return Result.Ok;
        }

        if (KeepUntil is null || now < KeepUntil)
        {
            return RecordingErrors.RetainedUntil(KeepUntil ?? DateTimeOffset.MaxValue);
        }

        return MoveToBin(binUntil, "retention ended");
    }

    /// <summary>A person's soft delete, before the retention ends.</summary>
    public Result MoveToBin(DateTimeOffset binUntil, string reason)
    {
        if (State == RecordingState.Destroyed)
        {
            return RecordingErrors.Destroyed;
        }

        if (IsHeld)
        {
            return RecordingErrors.UnderHold;
        }

        if (State == RecordingState.InBin)
        {
            return RecordingErrors.AlreadyInBin;
        }

        State = RecordingState.InBin;
        BinUntil = binUntil;
        Raise(new LedgerFact("disposition.soft-deleted", Id.ToString(), null, new Dictionary<string, string> { ["binUntil"] = Iso(binUntil), ["reason"] = reason }));
        return Result.Ok;
    }

    /// <param name="keepUntil">A restored recording is kept at least until then, or the next sweep would take it again.</param>
    public Result Restore(DateTimeOffset keepUntil)
    {
        if (State != RecordingState.InBin)
        {
            return State == RecordingState.Destroyed ? RecordingErrors.Destroyed : RecordingErrors.NotInBin;
        }

        State = RecordingState.Kept;
        BinUntil = null;
        KeepUntil = KeepUntil > keepUntil ? KeepUntil : keepUntil;
        Raise(new LedgerFact("disposition.restored", Id.ToString(), null, new Dictionary<string, string> { ["keepUntil"] = Iso(KeepUntil!.Value) }));
        return Result.Ok;
    }

    /// <summary>The end of the grace. A retried job must not fail, so a destroyed recording is destroyed again without effect.</summary>
    /// <returns>The objects to destroy.</returns>
    public Result<IReadOnlyList<MediaObjectId>> Destroy(CertificateId certificate, DateTimeOffset now)
    {
        if (State == RecordingState.Destroyed)
        {
            return Array.Empty<MediaObjectId>();
        }

        if (IsHeld)
        {
            return RecordingErrors.UnderHold; // a hold outranks an expired retention
        }

        if (State != RecordingState.InBin)
        {
            return RecordingErrors.NotInBin;
        }

        if (now < BinUntil)
        {
            return RecordingErrors.RetainedUntil(BinUntil.Value);
        }

        var tracks = _tracks.Where(t => t.HasBytes).ToList();
        tracks.ForEach(t => t.End(TrackState.Destroyed));
        State = RecordingState.Destroyed;
        DestroyedAt = now;
        PlayVersion++;
        Raise(new LedgerFact("disposition.destroyed", Id.ToString(), null, new Dictionary<string, string>
        {
            ["certificate"] = certificate.ToString(),
            ["tracks"] = tracks.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        }));
        return tracks.ConvertAll(t => t.Object);
    }
}
