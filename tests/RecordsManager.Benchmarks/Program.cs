using BenchmarkDotNet.Running;
using RecordsManager.Benchmarks;

if (args is [VerifyingABundle.Verb, .. var rest])
{
    return await VerifyingABundle.Run(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(FloeAgainstAesGcm).Assembly).Run(args);
return 0;
