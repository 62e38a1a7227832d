using BenchmarkDotNet.Running;
using RecordsManager.Benchmarks;

if (args is [VerifyingABundle.Verb, .. var rest])
{
    return await VerifyingABundle.Run(rest);
}

if (args is [AppendingToTheLedger.Verb, var seconds])
{
    return await AppendingToTheLedger.Run(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [ExportingTheTrail.Verb, var exported])
{
    return await ExportingTheTrail.Run(int.Parse(exported, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [ProvingInclusion.Verb, var entries])
{
    return await ProvingInclusion.Run(int.Parse(entries, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [DecidingACall.Verb])
{
    return DecidingACall.Run();
}

if (args is [ErasingAtVolume.Verb, var tracks])
{
    return await ErasingAtVolume.Run(int.Parse(tracks, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [EncryptingAgainstAge.Verb, var megabytes])
{
    return await EncryptingAgainstAge.Run(int.Parse(megabytes, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [UploadingAgainstNginx.Verb, var sent])
{
    return await UploadingAgainstNginx.Run(int.Parse(sent, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [ReadingRangesAgainstNginx.Verb, var read])
{
    return await ReadingRangesAgainstNginx.Run(int.Parse(read, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [UploadingAtOnce.Verb, var uploads, var each])
{
    return await UploadingAtOnce.Run(int.Parse(uploads, System.Globalization.CultureInfo.InvariantCulture), int.Parse(each, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [ComposingAgainstFfmpeg.Verb, var people, var rounds])
{
    return await ComposingAgainstFfmpeg.Run(int.Parse(people, System.Globalization.CultureInfo.InvariantCulture), int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [MixingManyVoices.Verb, var voices, var lasting])
{
    return await MixingManyVoices.Run(int.Parse(voices, System.Globalization.CultureInfo.InvariantCulture), int.Parse(lasting, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is [AligningTracks.Verb, var minutes])
{
    return await AligningTracks.Run(int.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture));
}

BenchmarkSwitcher.FromAssembly(typeof(FloeAgainstAesGcm).Assembly).Run(args);
return 0;
