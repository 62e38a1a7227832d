namespace RecordsManager.Domain.Recordings;

/// <summary>What was said, in writing: it may be read where it may be heard, of whom agreed to being transcribed.</summary>
public sealed partial class Recording
{
    /// <summary>
    /// A line that reaches into a stretch that no consent covers is withheld whole. Where it only reaches beyond the sound that
    /// there is, it is not: who writes down what was said is not exact to the sample.
    /// </summary>
    /// <param name="line">On the timeline.</param>
    /// <param name="throughLink">Asked for who watches through a share link.</param>
    public bool MayShowWords(ParticipantId whose, Stretch line, bool throughLink)
    {
        if (State != RecordingState.Kept || FindParticipant(whose) is not { MayBeTranscribed: true } participant || (throughLink && !participant.MayBeShared))
        {
            return false;
        }

        var sound = SoundOf(whose);
        var plays = Stretch.Union(sound.Where(t => t.State == TrackState.Cleared).SelectMany(t => t.Windows));
        var withheld = Stretch.Difference(sound.Select(t => t.Extent), plays);
        return Stretch.Intersection([line], plays).Count > 0 && Stretch.Intersection([line], withheld).Count == 0;
    }

    /// <summary>Whose speech may be played and written down.</summary>
    public IEnumerable<Participant> Transcribable() =>
        State == RecordingState.Kept ? _participants.Where(p => p.MayBeTranscribed && SoundOf(p.Id).Exists(t => t.State == TrackState.Cleared)) : [];

    /// <summary>Sound of them is still kept there, played or waiting; where none is, their words go too.</summary>
    public bool KeepsSound(ParticipantId whose, Stretch line) =>
        Stretch.Intersection([line], [.. SoundOf(whose).Where(t => t.HasBytes).SelectMany(t => t.Kept)]).Count > 0;

    private List<Track> SoundOf(ParticipantId whose) => _tracks.FindAll(t => t.Participant == whose && !t.Kind.IsVideo());
}
